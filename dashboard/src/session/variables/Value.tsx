/** A value as JSON has it, typed and cut where it is long. */
import { useState } from "react";
import { Button } from "../../ui/Button";
import styles from "./Value.module.css";

const LONGEST = 280;
const MOST_LINES = 6;

export function Value({ value }: { value: unknown }) {
  const [all, setAll] = useState(false);
  const text = written(value);
  const short = text.split("\n", MOST_LINES).join("\n").slice(0, LONGEST);
  const long = short.length < text.length;
  return (
    <span className={styles.value}>
      <code className={`${styles.text ?? ""} ${styles[typeName(value)] ?? ""}`}>
        {all || !long ? text : `${short}…`}
      </code>
      {long ? (
        <Button
          kind="quiet"
          small
          onClick={() => {
            setAll(!all);
          }}
        >
          {all ? "Show less" : `Show all ${text.length.toLocaleString("en")} characters`}
        </Button>
      ) : null}
    </span>
  );
}

export function written(value: unknown): string {
  if (value === undefined) return "not set";
  return JSON.stringify(value, null, typeof value === "object" ? 2 : 0);
}

function typeName(value: unknown): "text" | "number" | "yes" | "no" | "nothing" | "other" {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? "text" : typeof value === "number" ? "number" : "other";
}
