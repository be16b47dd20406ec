/** The arrow keys step through turns, unless they are wanted for something else. */
import { useEffect } from "react";

/** `-Infinity` and `Infinity`: to the first and to the newest. */
export function useStepKeys(step: (by: number) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const way = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
      if (
        way === 0 ||
        event.defaultPrevented ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        isTaken(event.target)
      )
        return;
      event.preventDefault();
      step(event.shiftKey ? way * Infinity : way);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [step]);
}

const TAKEN =
  "input, textarea, select, [contenteditable], [role=tab], [role=slider], [role=separator], [role=menu], [role=dialog], .react-flow";

function isTaken(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TAKEN) !== null;
}
