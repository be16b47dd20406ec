/** The scores that a model gave a call after its end: each question with its score and the reason. */
import { texts } from "../../texts";
import { Badge } from "../../ui/Badge";
import { FailureNotice } from "../../ui/FailureNotice";
import { Notice } from "../../ui/Notice";
import { Wait } from "../../ui/Wait";
import { dateTimeText } from "../model/clock";
import styles from "./ScoresPanel.module.css";
import type { UsedScores } from "./useScores";

const { scores: labels } = texts.session;

export function ScoresPanel({ used: { scores, failure, again } }: { used: UsedScores }) {
  if (failure !== null) return <FailureNotice failure={failure} onAgain={again} />;
  if (scores === undefined) return <Wait>{labels.loading}</Wait>;
  if (scores.status === "pending") return <p className={styles.nothing}>{labels.pending}</p>;
  return (
    <div className={styles.panel}>
      {scores.problem === null ? null : (
        <Notice kind="info" title={labels.notJudged}>
          {scores.problem}
        </Notice>
      )}
      {scores.scores.length === 0 ? null : (
        <>
          <ul className={styles.list}>
            {scores.scores.map(({ questionId, ask, scale, score, reason }) => (
              <li key={questionId} className={styles.score}>
                <div className={styles.line}>
                  <span className={styles.ask}>{ask}</span>
                  <Badge kind={kindOf(scale, score)}>{textOf(scale, score)}</Badge>
                </div>
                {reason === "" ? null : <p className={styles.reason}>{reason}</p>}
              </li>
            ))}
          </ul>
          <p className={styles.foot}>
            {labels.judge(scores.model, scores.at === null ? "" : dateTimeText(scores.at))}
            {scores.tokens.input + scores.tokens.output === 0 ? null : (
              <> {labels.tokens(scores.tokens.input, scores.tokens.output)}</>
            )}
          </p>
        </>
      )}
    </div>
  );
}

type Scale = "yesNo" | "1to5";

function textOf(scale: Scale, score: number | null): string {
  if (score === null) return labels.unanswered;
  if (scale === "1to5") return labels.ofFive(score);
  return score === 1 ? labels.yes : labels.no;
}

/** A question may ask for something bad, so a yes is not good by itself: only the scale from 1 to 5 has good and bad. */
function kindOf(scale: Scale, score: number | null): "neutral" | "good" | "warning" | "bad" {
  if (scale === "yesNo" || score === null || score === 3) return "neutral";
  if (score > 3) return "good";
  return score === 2 ? "warning" : "bad";
}
