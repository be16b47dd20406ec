/** Fields and buttons that are disabled as a whole for users whose role does not allow a request. */
import type { ReactNode } from "react";
import { useMay, type Need } from "./access";
import styles from "./Restricted.module.css";

export function Restricted({ need, children }: { need: Need; children: ReactNode }) {
  return (
    <fieldset role="presentation" className={styles.fields} disabled={!useMay(need)}>
      {children}
    </fieldset>
  );
}
