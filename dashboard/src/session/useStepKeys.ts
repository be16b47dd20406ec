/** The arrow keys step through the turns, unless the focused element uses them. */
import { useEffect } from "react";

/** `step(-Infinity)` goes to the first turn, `step(Infinity)` to the newest. */
export function useStepKeys(step: (by: number) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const direction = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
      if (
        direction === 0 ||
        event.defaultPrevented ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        usesArrowKeys(event.target)
      )
        return;
      event.preventDefault();
      step(event.shiftKey ? direction * Infinity : direction);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [step]);
}

const ARROW_KEY_ELEMENTS =
  "input, textarea, select, [contenteditable], [role=tab], [role=slider], [role=separator], [role=menu], [role=dialog], .react-flow";

function usesArrowKeys(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(ARROW_KEY_ELEMENTS) !== null;
}
