/** All problems of the flow, errors first. Each opens the node and focuses the field that it concerns. */
import type { ProblemItem } from "../../api/failure";
import { inOrder, problemCounts } from "../../flow/definition/problems";
import { texts } from "../../texts";
import { Badge } from "../../ui/Badge";
import type { Check } from "../draft/useCheck";
import common from "../frame/common.module.css";
import styles from "./ProblemPanel.module.css";

interface Props {
  problems: readonly ProblemItem[];
  check: Check;
  onShow: (problem: ProblemItem) => void;
}

export function ProblemPanel({ problems, check, onShow }: Props) {
  const ordered = inOrder(problems);
  const words = texts.editor.problems;
  return (
    <details className={styles.problems} open={ordered.length > 0}>
      <summary className={styles.problemsHead}>
        <h2>{words.title}</h2>
        <span role="status">
          <CheckBadge problems={problems} check={check} />
        </span>
      </summary>
      {ordered.length === 0 ? (
        <p className={styles.noProblems}>{words.none}</p>
      ) : (
        <ul className={styles.problemList}>
          {ordered.map((problem, index) => (
            <li key={index}>
              <button type="button" className={styles.problem} onClick={() => onShow(problem)}>
                <Badge kind={problem.severity === "error" ? "bad" : "warning"}>
                  {problem.severity === "error" ? words.error : words.warning}
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

function CheckBadge({ problems, check }: Pick<Props, "problems" | "check">) {
  const words = texts.editor.problems;
  if (check.failure !== null) {
    const refused = check.failure.kind === "refused";
    return <Badge kind="warning">{refused ? words.notChecked(check.failure.title) : words.unreachable}</Badge>;
  }
  if (problems.length > 0) {
    const errors = problems.some(({ severity }) => severity !== "warning");
    return <Badge kind={errors ? "bad" : "warning"}>{problemCounts(problems)}</Badge>;
  }
  return check.current ? <Badge kind="good">{texts.flow.problems.none}</Badge> : <Badge>{words.checking}</Badge>;
}
