/** Something is awaited: says what, in words. */
import styles from "./Wait.module.css";

export function Wait({ children }: { children: string }) {
  return (
    <p className={styles.wait} role="status">
      <span className={styles.spinner} aria-hidden="true" />
      {children}
    </p>
  );
}
