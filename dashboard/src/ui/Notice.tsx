/** A message: what happened and what to do. Screen readers announce it. */
import type { ReactNode } from "react";
import styles from "./Notice.module.css";

type NoticeKind = "info" | "good" | "warning" | "bad";

interface Props {
  kind: NoticeKind;
  title: ReactNode;
  /** The remedy. */
  children?: ReactNode;
  /** Buttons. */
  actions?: ReactNode;
}

export function Notice({ kind, title, children, actions }: Props) {
  return (
    <div className={`${styles.notice ?? ""} ${styles[kind] ?? ""}`} role={kind === "bad" ? "alert" : "status"}>
      <div className={styles.words}>
        <strong>{title}</strong>
        {children ? <div className={styles.more}>{children}</div> : null}
      </div>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </div>
  );
}
