/** A value as JSON, coloured by its type. A long one is cut. */
import { useState } from "react";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import styles from "./Value.module.css";

/** Characters and lines of a cut value. */
const MAX_CHARACTERS = 280;
const MAX_LINES = 6;

export function Value({ value }: { value: unknown }) {
  const [all, setAll] = useState(false);
  const labels = texts.session.variables;
  const text = valueText(value);
  const short = text.split("\n", MAX_LINES).join("\n").slice(0, MAX_CHARACTERS);
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
          {all ? labels.showLess : labels.showAll(text.length)}
        </Button>
      ) : null}
    </span>
  );
}

export function valueText(value: unknown): string {
  if (value === undefined) return texts.session.variables.notSet;
  return JSON.stringify(value, null, typeof value === "object" ? 2 : 0);
}

function typeName(value: unknown): "text" | "number" | "yes" | "no" | "nothing" | "other" {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? "text" : typeof value === "number" ? "number" : "other";
}
