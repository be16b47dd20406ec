/** A box for a table that is wider than a small screen. The keyboard scrolls it, so it can have the focus. */
import type { ReactNode } from "react";
import styles from "./report.module.css";

export function ScrollBox({ labelledBy, children }: { labelledBy: string; children: ReactNode }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling group needs keyboard access
    <div className={styles.scroll} role="group" aria-labelledby={labelledBy} tabIndex={0}>
      {children}
    </div>
  );
}
