/** Every problem of the flow, errors first; each leads to the node and the field that it is about. */
import type { ProblemItem } from "../../api/failure";
import { Badge } from "../../ui/Badge";
import common from "../frame/common.module.css";
import { counted, inOrder } from "../../flow/definition/problems";
import styles from "./ProblemPanel.module.css";
import type { Check } from "../draft/useCheck";

interface Props {
  problems: readonly ProblemItem[];
  check: Check;
  onShow: (problem: ProblemItem) => void;
}

export function ProblemPanel({ problems, check, onShow }: Props) {
  const ordered = inOrder(problems);
  const errors = ordered.some((problem) => problem.severity === "error");
  const kind = errors ? "bad" : ordered.length > 0 ? "warning" : "good";
  return (
    <details className={styles.problems} open={ordered.length > 0}>
      <summary className={styles.problemsHead}>
        <h2>Problems</h2>
        <span role="status">
          {check.failure !== null && check.failure.kind !== "refused" ? (
            <Badge kind="warning">Not checked: the API does not answer</Badge>
          ) : check.failure !== null ? (
            <Badge kind="warning">Not checked: {check.failure.title}</Badge>
          ) : check.current || ordered.length > 0 ? (
            <Badge kind={kind}>{counted(ordered)}</Badge>
          ) : (
            <Badge>Checking…</Badge>
          )}
        </span>
      </summary>
      {ordered.length === 0 ? (
        <p className={styles.noProblems}>Nothing stands in the way of publishing this.</p>
      ) : (
        <ul className={styles.problemList}>
          {ordered.map((problem, index) => (
            <li key={index}>
              <button type="button" className={styles.problem} onClick={() => onShow(problem)}>
                <Badge kind={problem.severity === "error" ? "bad" : "warning"}>
                  {problem.severity === "error" ? "Error" : "Warning"}
                </Badge>
                <span className={styles.problemWords}>
                  {problem.message} {problem.remedy ? <span className={common.soft}>{problem.remedy}</span> : null}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
