/** The scores that a model gave calls: each question by version, and by day. */
import type { FlowDefinition, Report } from "../../api/types";
import { texts } from "../../texts";
import styles from "./report.module.css";
import { ScrollBox } from "./ScrollBox";

type Score = Report["scores"][number];
type Average = Score["byDay"][string];

interface Props {
  scores: readonly Score[];
  timeZone: string;
  /** Null while it loads. */
  definition: FlowDefinition | null;
}

export function ScoreTables({ scores, timeZone, definition }: Props) {
  const words = texts.versions.report;
  if (scores.length === 0) return null;
  const questions = definition?.judging?.questions ?? [];
  const ask = ({ questionId }: Score) => questions.find(({ id }) => id === questionId)?.ask ?? questionId;
  // As the flow has them; questions that it no longer has come last.
  const placeOf = ({ questionId }: Score) => {
    const index = questions.findIndex(({ id }) => id === questionId);
    return index < 0 ? questions.length : index;
  };
  const inOrder = scores.toSorted((one, other) => placeOf(one) - placeOf(other));
  const versions = namesOf(scores, ({ byVersion }) => byVersion).toSorted((one, other) => age(other) - age(one));
  const days = namesOf(scores, ({ byDay }) => byDay).toSorted((one, other) => other.localeCompare(one));
  return (
    <>
      <section className={styles.part} aria-labelledby="report-scores">
        <h2 id="report-scores">{words.scores.title}</h2>
        <p className={styles.hint}>{words.scores.hint}</p>
        <ScrollBox labelledBy="report-scores">
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{words.scores.question}</th>
                {versions.map((version) => (
                  <th key={version} scope="col">
                    {words.version(version)}
                  </th>
                ))}
                <th scope="col">{words.all}</th>
              </tr>
            </thead>
            <tbody>
              {inOrder.map((score) => (
                <tr key={keyOf(score)}>
                  <th scope="row" title={score.questionId}>
                    {ask(score)}
                  </th>
                  {versions.map((version) => (
                    <td key={version}>{shown(score, score.byVersion[version])}</td>
                  ))}
                  <td>{shown(score, score)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      </section>
      <section className={styles.part} aria-labelledby="report-score-days">
        <h2 id="report-score-days">{words.scores.days(timeZone)}</h2>
        <ScrollBox labelledBy="report-score-days">
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{words.scores.day}</th>
                {inOrder.map((score) => (
                  <th key={keyOf(score)} scope="col" title={score.questionId}>
                    {ask(score)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {days.map((day) => (
                <tr key={day}>
                  <th scope="row">{day}</th>
                  {inOrder.map((score) => (
                    <td key={keyOf(score)}>{shown(score, score.byDay[day])}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      </section>
    </>
  );
}

/** A question whose scale was changed is there once for each scale. */
function keyOf({ questionId, scale }: Score): string {
  return `${scale} ${questionId}`;
}

function namesOf(scores: readonly Score[], parts: (score: Score) => Readonly<Record<string, Average>>): string[] {
  return [...new Set(scores.flatMap((score) => Object.keys(parts(score))))];
}

function age(version: string): number {
  return version === "draft" ? 0 : Number(version);
}

function shown({ scale }: Score, average: Average | undefined): string {
  const words = texts.versions.report.scores;
  if (average === undefined) return words.none;
  return scale === "yesNo" ? words.yes(average.average, average.calls) : words.ofFive(average.average, average.calls);
}
