/** A short label for a state. */
import type { ReactNode } from "react";
import styles from "./Badge.module.css";

export type BadgeKind = "neutral" | "accent" | "good" | "warning" | "bad";

export function Badge({ kind = "neutral", children }: { kind?: BadgeKind; children: ReactNode }) {
  return <span className={`${styles.badge ?? ""} ${styles[kind] ?? ""}`}>{children}</span>;
}
