/** What the server says of a field, errors and warnings apart by word as well as by colour. */
import type { Told } from "../../../flow/definition/problems";
import styles from "../form.module.css";

/** `bare`: within the words of a field that are an error's already. */
export function ProblemList({ told, bare = false }: { told: readonly Told[]; bare?: boolean }) {
  return told.map((one, index) => (
    <span
      key={index}
      className={
        bare && one.severity === "error" ? styles.bare : one.severity === "error" ? styles.error : styles.warning
      }
    >
      {one.severity === "warning" ? "Warning: " : ""}
      {one.text}
    </span>
  ));
}
