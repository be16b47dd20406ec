/** What is pressed. `kind`: one primary button a view; quiet ones for the rest; danger for what cannot be undone. */
import type { ComponentProps, ReactNode } from "react";
import styles from "./Button.module.css";

export type ButtonKind = "primary" | "plain" | "quiet" | "danger";

type Props = ComponentProps<"button"> & {
  kind?: ButtonKind;
  small?: boolean;
  /** Something is under way since it was pressed: it cannot be pressed again, and says so. */
  busy?: boolean;
};

export function Button({ kind = "plain", small, busy, className, disabled, children, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass(kind, small, className)}
      disabled={disabled === true || busy === true}
      aria-busy={busy}
    >
      {busy ? <span className={styles.spinner} aria-hidden="true" /> : null}
      {children}
    </button>
  );
}

/** For links that look like buttons. */
export function buttonClass(kind: ButtonKind = "plain", small = false, more = ""): string {
  return [styles.button, styles[kind], small ? styles.small : "", more].filter(Boolean).join(" ");
}

/** A button that shows an icon alone; `label` is its name. */
export function IconButton({
  label,
  children,
  ...rest
}: Omit<Props, "aria-label"> & { label: string; children: ReactNode }) {
  return (
    <Button
      kind="quiet"
      {...rest}
      aria-label={label}
      title={label}
      className={`${styles.icon} ${rest.className ?? ""}`}
    >
      {children}
    </Button>
  );
}
