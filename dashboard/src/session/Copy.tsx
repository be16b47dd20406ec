/** Puts a text on the clipboard, and says that it did. */
import { useEffect, useState } from "react";
import { Button } from "../ui/Button";

export function Copy({ text, children }: { text: string; children: string }) {
  const [told, setTold] = useState<"copied" | "refused" | null>(null);
  useEffect(() => {
    if (told === null) return;
    const timer = setTimeout(() => {
      setTold(null);
    }, 2000);
    return () => clearTimeout(timer);
  }, [told]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setTold("copied");
    } catch {
      setTold("refused");
    }
  };
  return (
    <Button kind="quiet" small onClick={() => void copy()} title={text}>
      <span aria-live="polite">
        {told === "copied" ? "Copied" : told === "refused" ? "The browser refused" : children}
      </span>
    </Button>
  );
}
