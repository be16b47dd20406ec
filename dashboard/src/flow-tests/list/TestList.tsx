/** The tests of a flow with their results, the failed ones first. */
import { Link } from "wouter";
import type { FlowDefinition, StoredTest, TestResult } from "../../api/types";
import { nodeById } from "../../flow/definition/edits";
import { titleOf } from "../../flow/definition/node-title";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import { Badge } from "../../ui/Badge";
import { fieldTitle } from "../detail/Failures";
import styles from "./list.module.css";

const words = texts.flowTests.list;

interface Props {
  flowId: string;
  tests: readonly StoredTest[];
  results: ReadonlyMap<string, TestResult>;
  /** The ids of tests with changes that are not saved. */
  changed: ReadonlySet<string>;
  definition: FlowDefinition | undefined;
}

export function TestList({ flowId, tests, results, changed, definition }: Props) {
  const rank = ({ testId }: StoredTest) => (results.get(testId)?.passed === false ? 0 : 1);
  const sorted = [...tests].sort((one, other) => rank(one) - rank(other));
  return (
    <ul className={styles.tests} aria-label={words.region}>
      {sorted.map((test) => {
        const result = results.get(test.testId);
        return (
          <li key={test.testId} className={styles.test} data-passed={result?.passed}>
            <Link href={paths.tests(flowId, test.testId)} className={styles.link}>
              <span className={styles.name}>{test.name}</span>
              <span className={styles.soft}>
                {words.turns(test.turns.length)}
                {result === undefined ? "" : ` · ${words.millis(result.millis)}`}
              </span>
              {result === undefined || result.passed ? null : (
                <span className={styles.why}>{whyText(result, definition)}</span>
              )}
            </Link>
            {changed.has(test.testId) ? <Badge kind="warning">{words.unsaved}</Badge> : null}
            {result === undefined ? (
              <Badge>{words.notRun}</Badge>
            ) : (
              <Badge kind={result.passed ? "good" : "bad"}>{result.passed ? words.passed : words.failed}</Badge>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** "Turn 2: node after the turn: Ask, expected Desk" for the first failure. */
function whyText({ failures }: TestResult, definition: FlowDefinition | undefined): string {
  const [first] = failures;
  if (first === undefined) return "";
  const side = (value: unknown) => {
    const node = typeof value === "string" && definition !== undefined ? nodeById(definition, value) : undefined;
    if (first.field === "node" && node !== undefined) return titleOf(node);
    return typeof value === "string" ? value : JSON.stringify(value);
  };
  return words.why(first.turn, fieldTitle(first.field), side(first.expected), side(first.actual), failures.length - 1);
}
