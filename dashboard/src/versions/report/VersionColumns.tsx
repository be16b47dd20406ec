/** The numbers of each version in a column, beside those of all versions. */
import type { Report, ReportPart } from "../../api/types";
import { texts } from "../../texts";
import styles from "./report.module.css";
import { ScrollBox } from "./ScrollBox";

interface Line {
  key: string;
  label: string;
  value: (part: ReportPart) => string;
  /** The part of all sessions, 0 to 1, that a bar shows. */
  share?: (part: ReportPart) => number;
}

interface Group {
  title: string;
  lines: readonly Line[];
}

const shareOf = (number: number, { sessions }: ReportPart) => (sessions === 0 ? 0 : number / sessions);

export function VersionColumns({ report }: { report: Report }) {
  const words = texts.versions.report;
  const columns = [
    ...newestFirst(report.byVersion).map(([version, part]) => ({ name: words.version(version), part })),
    { name: words.all, part: report },
  ];
  return (
    <section className={styles.part} aria-labelledby="report-versions">
      <h2 id="report-versions">{words.versions}</h2>
      <ScrollBox labelledBy="report-versions">
        <table className={styles.columns}>
          <thead>
            <tr>
              <th scope="col">
                <span className="unseen">{words.measure}</span>
              </th>
              {columns.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          {groupsOf(report).map(({ title, lines }) => (
            <tbody key={title}>
              <tr>
                <th scope="rowgroup" colSpan={columns.length + 1} className={styles.group}>
                  {title}
                </th>
              </tr>
              {lines.map(({ key, label, value, share }) => (
                <tr key={key}>
                  <th scope="row">{label}</th>
                  {columns.map(({ name, part }) => (
                    <td key={name}>
                      {value(part)}
                      {share === undefined ? null : (
                        <span className={styles.bar} aria-hidden="true">
                          <span style={{ width: `${100 * share(part)}%` }} />
                        </span>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </ScrollBox>
    </section>
  );
}

/** An object of JavaScript has its numbers first, in ascending order, and not in the order of the response. */
function newestFirst(parts: Report["byVersion"]): readonly (readonly [string, ReportPart])[] {
  const age = (version: string) => (version === "draft" ? 0 : Number(version));
  return Object.entries(parts).toSorted(([one], [other]) => age(other) - age(one));
}

function groupsOf(report: Report): readonly Group[] {
  const words = texts.versions.report;
  const counted = (key: string, label: string, count: (part: ReportPart) => number): Line => ({
    key,
    label,
    value: (part) => words.counted(count(part), shareOf(count(part), part)),
    share: (part) => shareOf(count(part), part),
  });
  const statuses: Readonly<Record<string, { text: string }>> = texts.session.status;
  const groups: Group[] = [
    {
      title: words.ended,
      lines: [
        { key: "sessions", label: words.sessions, value: ({ sessions }) => String(sessions) },
        ...Object.keys(report.byStatus).map((status) =>
          counted(status, statuses[status]?.text ?? status, ({ byStatus }) => byStatus[status] ?? 0),
        ),
        {
          key: "containment",
          label: words.containment,
          value: ({ containment }) => words.share(containment),
          share: ({ containment }) => containment ?? 0,
        },
      ],
    },
    {
      title: words.outcomes,
      lines: Object.keys(report.byOutcome).map((outcome) =>
        counted(outcome, outcome, ({ byOutcome }) => byOutcome[outcome] ?? 0),
      ),
    },
    {
      title: words.spreads,
      lines: [
        { key: "turns", label: words.turns, value: ({ turns }) => words.spread(turns.median, turns.p95, "") },
        {
          key: "duration",
          label: words.duration,
          value: ({ durationSeconds: { median, p95 } }) => words.spread(median, p95, words.seconds),
        },
        {
          key: "millis",
          label: words.turnMillis,
          value: ({ turnMillis: { median, p95 } }) => words.spread(median, p95, words.millis),
        },
        {
          key: "firstWord",
          label: words.firstWord,
          value: ({ firstWordMillis: { median, p95 } }) => words.spread(median, p95, words.millis),
        },
      ],
    },
  ];
  return groups.filter(({ lines }) => lines.length > 0);
}
