/** A text area that grows with its text. `code`: an expression, in a monospace font. */
import { useLayoutEffect, useRef, type ComponentProps } from "react";
import styles from "../form.module.css";

type Props = Omit<ComponentProps<"textarea">, "onChange" | "value"> & {
  value: string;
  onValue: (value: string) => void;
  code?: boolean;
};

export function AutoText({ value, onValue, code = false, className = "", ...rest }: Props) {
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const area = box.current;
    if (area === null || CSS_GROWS) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }, [value]);
  return (
    <textarea
      ref={box}
      rows={code ? 1 : 2}
      {...rest}
      spellCheck={!code}
      autoCapitalize={code ? "off" : undefined}
      className={`${styles.auto ?? ""} ${code ? (styles.code ?? "") : ""} ${className}`}
      value={value}
      onChange={(event) => onValue(event.target.value)}
    />
  );
}

/** Whether the browser grows a text area by itself (`field-sizing: content`). */
const CSS_GROWS =
  typeof CSS !== "undefined" && typeof CSS.supports === "function" && CSS.supports("field-sizing", "content");
