/** A button that copies a text, and says for a moment whether the browser allowed it. */
import { useEffect, useState } from "react";
import { texts } from "../../texts";
import { Button, type ButtonKind } from "../Button";

/** Milliseconds for which the button reports the result. */
const REPORT_MILLIS = 2_000;

interface Props {
  text: string;
  kind?: ButtonKind;
  /** A text that only the one who copies it may see is not in the tooltip. */
  secret?: boolean;
  children: string;
}

export function CopyButton({ text, kind = "quiet", secret = false, children }: Props) {
  const [result, setResult] = useState<"copied" | "refused" | null>(null);
  const { copied, copyRefused } = texts.common;
  useEffect(() => {
    if (result === null) return;
    const timer = setTimeout(() => setResult(null), REPORT_MILLIS);
    return () => clearTimeout(timer);
  }, [result]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setResult("copied");
    } catch {
      setResult("refused");
    }
  };
  return (
    <Button kind={kind} small onClick={() => void copy()} title={secret ? undefined : text}>
      <span aria-live="polite">{result === null ? children : result === "copied" ? copied : copyRefused}</span>
    </Button>
  );
}
