/** A name that other things hang on: it changes when one leaves the field or presses Enter, and only to one that can be had. */
import { useState, type ComponentProps } from "react";
import styles from "../form.module.css";

type Props = Omit<ComponentProps<"input">, "onChange" | "value"> & {
  value: string;
  onValue: (value: string) => void;
  /** What is wrong with a name, in words. */
  fault: (value: string) => string | null;
};

export function SettledInput({ value, onValue, fault, className = "", ...rest }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed === null || typed === value ? null : fault(typed);
  const settle = () => {
    if (typed === null || wrong !== null) return;
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
        {...(wrong === null ? {} : { "aria-invalid": true })}
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
      <span role="status" className={wrong === null ? "unseen" : styles.error}>
        {wrong === null ? "" : `${wrong} It is still ${value || "empty"}; Escape brings that back.`}
      </span>
    </>
  );
}
