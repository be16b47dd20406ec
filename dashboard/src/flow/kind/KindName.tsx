/** The kind of a node in the kind's colour: its icon and its name, or its icon alone. */
import { KindIcon } from "./KindIcon";
import styles from "./KindName.module.css";
import { kindOf } from "../definition/kinds";

/** `brief`: the name is a tooltip and for screen readers only. */
export function KindName({ type, brief = false }: { type: string; brief?: boolean }) {
  const { name } = kindOf(type);
  return (
    <span className={styles.kind} title={brief ? name : undefined}>
      <KindIcon type={type} />
      {brief ? <span className="unseen">{name}:</span> : name}
    </span>
  );
}
