/** The problems of a field. A warning is marked by a word, not by its colour alone. */
import type { FieldProblem } from "../../../flow/definition/problems";
import { texts } from "../../../texts";
import styles from "../form.module.css";

/** `bare`: the list is inside an element that already looks like an error. */
export function ProblemList({ problems, bare = false }: { problems: readonly FieldProblem[]; bare?: boolean }) {
  return problems.map((one, index) => (
    <span
      key={index}
      className={
        bare && one.severity === "error" ? styles.bare : one.severity === "error" ? styles.error : styles.warning
      }
    >
      {one.severity === "warning" ? `${texts.form.warning} ` : ""}
      {one.text}
    </span>
  ));
}
