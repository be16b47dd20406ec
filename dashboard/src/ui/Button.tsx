/** Buttons. A view has one primary button; `quiet` is for secondary actions, `danger` for actions without undo. */
import type { ComponentProps, ReactNode } from "react";
import styles from "./Button.module.css";

export type ButtonKind = "primary" | "plain" | "quiet" | "danger";

type Props = ComponentProps<"button"> & {
  kind?: ButtonKind;
  small?: boolean;
  /** The action is running: the button is disabled and shows a spinner. */
  busy?: boolean;
  /** Why the user may not press it. The button keeps its place in the tab order, so that the reason can be read. */
  refusal?: string | null;
};

export function Button({ kind = "plain", small, busy, refusal = null, className, disabled, children, ...rest }: Props) {
  const refused = refusal === null ? {} : { type: "button" as const, onClick: undefined, title: refusal };
  return (
    <button
      type="button"
      {...rest}
      {...refused}
      aria-disabled={refusal !== null || undefined}
      className={buttonClass(kind, small, className)}
      disabled={disabled === true || busy === true}
      aria-busy={busy}
    >
      {busy ? <span className={styles.spinner} aria-hidden="true" /> : null}
      {children}
    </button>
  );
}

/** The class of a button, also for links that look like one. */
export function buttonClass(kind: ButtonKind = "plain", small = false, more = ""): string {
  return [styles.button, styles[kind], small ? styles.small : "", more].filter(Boolean).join(" ");
}

/** A button with an icon only. `label` is its accessible name. */
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
      title={rest.refusal ?? label}
      className={`${styles.icon} ${rest.className ?? ""}`}
    >
      {children}
    </Button>
  );
}
