/** The panel beside the diagram. On a phone, a node's form covers the lower part of the diagram. */
import { useEffect, useRef, type ReactNode } from "react";
import { texts } from "../../texts";
import { IconButton } from "../../ui/Button";
import { fieldKey } from "../form/model/form";
import styles from "./SidePanel.module.css";
import type { FocusOn } from "./useSelection";

interface Props {
  title: string;
  /** On a phone, the panel covers the diagram instead of following it. */
  overlay: boolean;
  focusOn: FocusOn | null;
  onClose: () => void;
  children: ReactNode;
}

export function SidePanel({ title, overlay, focusOn, onClose, children }: Props) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const here = panel.current;
    if (here === null || focusOn === null || focusField(here, focusOn)) return;
    // The form may still be loading.
    const observer = new MutationObserver(() => {
      if (focusField(here, focusOn)) observer.disconnect();
    });
    observer.observe(here, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [focusOn]);
  return (
    <aside
      ref={panel}
      className={`${styles.side ?? ""} ${overlay ? (styles.overlay ?? "") : ""}`}
      aria-label={overlay ? texts.editor.side.node : texts.editor.side.settings}
    >
      {overlay ? (
        <span className={styles.close}>
          <IconButton label={texts.editor.side.closeNode} small onClick={onClose}>
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

/** Focus the field of a path, or the nearest field that contains it. Returns false if none is on the page yet. */
function focusField(panel: HTMLElement, { path }: FocusOn): boolean {
  const fields = [...panel.querySelectorAll<HTMLElement>("[data-field]")];
  for (let length = path.length; length > 0; length -= 1) {
    const key = fieldKey(path.slice(0, length));
    const field = fields.find((one) => one.dataset.field === key);
    if (field === undefined) continue;
    const inner = "input, textarea, select, button:not([disabled])";
    const control = field.matches(inner) ? field : field.querySelector<HTMLElement>(inner);
    for (
      let fold = (control ?? field).closest("details");
      fold !== null;
      fold = fold.parentElement?.closest("details") ?? null
    ) {
      fold.open = true;
    }
    field.scrollIntoView({ block: "center" });
    control?.focus({ preventScroll: true });
    return true;
  }
  return path.length === 0;
}
