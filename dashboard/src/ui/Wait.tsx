/** A spinner with the name of what loads. */
import styles from "./Wait.module.css";

export function Wait({ children }: { children: string }) {
  return (
    <p className={styles.wait} role="status">
      <span className={styles.spinner} aria-hidden="true" />
      {children}
    </p>
  );
}
