/** A page before the dashboard: one heading, what happened, and what to do. */
import { useEffect, useRef, type ReactNode } from "react";
import styles from "./Door.module.css";

export function Door({ title, children }: { title: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Callflow`;
    heading.current?.focus();
    return () => {
      document.title = "Callflow";
    };
  }, [title]);
  return (
    <main className={styles.door}>
      <div className={styles.card}>
        <img src="/icon.svg" alt="" width="40" height="40" />
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h1>
        {children}
      </div>
    </main>
  );
}
