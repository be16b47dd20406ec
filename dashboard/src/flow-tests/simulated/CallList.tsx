/** Simulated calls, each with the judge's answers and the way to its session. */
import { Link } from "wouter";
import type { SimulatedCall } from "../../api/types";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import { Badge } from "../../ui/Badge";
import styles from "./simulated.module.css";

const words = texts.simulated;
const KINDS = { yes: "good", no: "bad", unknown: "warning" } as const;

export function CallList({ calls }: { calls: readonly SimulatedCall[] }) {
  return (
    <ul className={styles.calls} aria-label={words.results}>
      {calls.map((call) => (
        <li key={call.sessionId} className={styles.call}>
          <div className={styles.head}>
            <span className={styles.name}>{call.name}</span>
            {call.passed === null ? (
              <Badge>{words.on}</Badge>
            ) : (
              <Badge kind={call.passed ? "good" : "bad"}>{call.passed ? words.passed : words.failed}</Badge>
            )}
          </div>
          <p className={styles.soft}>
            {words.turns(call.turns)}
            {call.ended === null ? "" : ` · ${words.ended[call.ended]}`}
          </p>
          {call.judged.map(({ line, answer, words: shown }, index) => (
            <div key={index} className={styles.line}>
              <Badge kind={KINDS[answer]}>{words.answers[answer]}</Badge>
              <div>
                <p>{line}</p>
                {shown === "" ? null : <q className={styles.soft}>{shown}</q>}
              </div>
            </div>
          ))}
          {call.failures.map(({ field, expected, actual }, index) => (
            <p key={index} className={styles.bad}>
              {words.failure(field, asText(expected), asText(actual))}
            </p>
          ))}
          {call.turns === 0 && call.ended === null ? null : (
            <Link href={paths.session(call.sessionId)}>{words.show}</Link>
          )}
        </li>
      ))}
    </ul>
  );
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
