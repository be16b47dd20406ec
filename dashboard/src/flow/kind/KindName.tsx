/** What kind of node it is, in that kind's hue: its sign and its name, or its sign alone. */
import { KindIcon } from "./KindIcon";
import styles from "./KindName.module.css";
import { kindOf } from "../definition/kinds";

/** `brief`: the name is for those who hear it, and for the pointer. */
export function KindName({ type, brief = false }: { type: string; brief?: boolean }) {
  const { word } = kindOf(type);
  return (
    <span className={styles.kind} title={brief ? word : undefined}>
      <KindIcon type={type} />
      {brief ? <span className="unseen">{word}:</span> : word}
    </span>
  );
}
