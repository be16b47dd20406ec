/** A page without the dashboard: one heading, what happened, and what to do. */
import { useEffect, useRef, type ReactNode } from "react";
import { texts } from "../../texts";
import styles from "./MessagePage.module.css";

export function MessagePage({ title, children }: { title: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = texts.auth.title(title);
    heading.current?.focus();
    return () => {
      document.title = texts.app.product;
    };
  }, [title]);
  return (
    <main className={styles.page}>
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
