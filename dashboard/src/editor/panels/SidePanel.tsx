/** What stands beside the picture; on a phone, a node's form lies over its lower part. */
import { useEffect, useRef, type ReactNode } from "react";
import { IconButton } from "../../ui/Button";
import { markOf } from "../form/model/form";
import styles from "./SidePanel.module.css";
import type { FocusOn } from "./useSelection";

interface Props {
  title: string;
  /** On a phone: over the picture, not under it. */
  overlay: boolean;
  focusOn: FocusOn | null;
  onClose: () => void;
  children: ReactNode;
}

export function SidePanel({ title, overlay, focusOn, onClose, children }: Props) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const here = panel.current;
    if (here === null || focusOn === null || goTo(here, focusOn)) return;
    // The form may still be opening.
    const observer = new MutationObserver(() => {
      if (goTo(here, focusOn)) observer.disconnect();
    });
    observer.observe(here, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [focusOn]);
  return (
    <aside
      ref={panel}
      className={`${styles.side ?? ""} ${overlay ? (styles.overlay ?? "") : ""}`}
      aria-label={overlay ? "The chosen node" : "Settings of the flow"}
    >
      {overlay ? (
        <span className={styles.close}>
          <IconButton label="Close the node" small onClick={onClose}>
            <span aria-hidden="true">✕</span>
          </IconButton>
        </span>
      ) : (
        <h2 className={styles.sideTitle}>{title}</h2>
      )}
      <div className={styles.sideBody}>{children}</div>
    </aside>
  );
}

/** To the field of a path, or to the nearest that it lies in. False where none of them is there yet. */
function goTo(panel: HTMLElement, { path }: FocusOn): boolean {
  const fields = [...panel.querySelectorAll<HTMLElement>("[data-field]")];
  for (let length = path.length; length > 0; length -= 1) {
    const mark = markOf(path.slice(0, length));
    const field = fields.find((one) => one.dataset.field === mark);
    if (field === undefined) continue;
    const inner = "input, textarea, select, button:not([disabled])";
    const control = field.matches(inner) ? field : field.querySelector<HTMLElement>(inner);
    field.closest("details")?.setAttribute("open", "");
    field.scrollIntoView({ block: "center" });
    control?.focus({ preventScroll: true });
    return true;
  }
  return path.length === 0;
}
