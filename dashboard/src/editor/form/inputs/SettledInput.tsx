/** A field for a name that other parts refer to. The name changes on Enter or blur, and only to a valid one. */
import { useState, type ComponentProps } from "react";
import { texts } from "../../../texts";
import styles from "../form.module.css";

type Props = Omit<ComponentProps<"input">, "onChange" | "value"> & {
  value: string;
  onValue: (value: string) => void;
  /** Why a name is invalid; null if it is valid. */
  errorOf: (value: string) => string | null;
};

export function SettledInput({ value, onValue, errorOf, className = "", ...rest }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const error = typed === null || typed === value ? null : errorOf(typed);
  const settle = () => {
    if (typed === null || error !== null) return;
    setTyped(null);
    if (typed !== value) onValue(typed);
  };
  return (
    <>
      <input
        {...rest}
        className={`${styles.mono ?? ""} ${className}`}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={typed ?? value}
        {...(error === null ? {} : { "aria-invalid": true })}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === "Enter") settle();
          if (event.key === "Escape" && typed !== null) {
            event.stopPropagation();
            setTyped(null);
          }
        }}
      />
      <span role="status" className={error === null ? "unseen" : styles.error}>
        {error === null ? "" : texts.form.notSettled(error, value)}
      </span>
    </>
  );
}
