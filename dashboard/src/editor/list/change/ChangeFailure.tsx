/** Why a change of a flow failed, with the problems that the API names. */
import type { ApiFailure } from "../../../api/failure";
import { inOrder, problemCounts, problemText } from "../../../flow/definition/problems";
import { texts } from "../../../texts";
import { Notice } from "../../../ui/Notice";
import styles from "../list.module.css";

/** Problems that are listed. */
const SHOWN = 10;

interface Props {
  failure: ApiFailure;
  /** The title, from the reason. */
  title: (reason: string) => string;
}

export function ChangeFailure({ failure, title }: Props) {
  const words = texts.flowList;
  const problems = inOrder(failure.problems).filter(({ severity }) => severity === "error");
  if (problems.length === 0) {
    return (
      <Notice kind="bad" title={title(failure.title)}>
        {failure.kind === "away" ? words.create.retryLater : failure.remedy}
      </Notice>
    );
  }
  return (
    <Notice kind="bad" title={title(words.hasProblems(problemCounts(problems)))}>
      <ul className={styles.problems}>
        {problems.slice(0, SHOWN).map((problem, index) => (
          <li key={index}>{problemText(problem)}</li>
        ))}
      </ul>
      {problems.length > SHOWN ? words.importDialog.moreProblems(problems.length - SHOWN) : null}
    </Notice>
  );
}
