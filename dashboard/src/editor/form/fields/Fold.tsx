/** A folded part of a form. It opens by itself only when it first appears: typing in it never closes it. */
import { useState, type ReactNode } from "react";
import styles from "../form.module.css";

interface Props {
  summary: ReactNode;
  /** Whether it is open when it first appears. */
  open: boolean;
  children: ReactNode;
}

export function Fold({ summary, open, children }: Props) {
  const [atFirst] = useState(open);
  return (
    <details className={styles.fold} open={atFirst}>
      <summary>{summary}</summary>
      <div className={styles.foldBody}>{children}</div>
    </details>
  );
}
