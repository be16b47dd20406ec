/** Two panes over each other and the bar between them, which is moved by the pointer or the arrow keys. */
import { useRef, useState, type PointerEvent, type ReactNode } from "react";
import styles from "./Splitter.module.css";

const KEY = "callflow.session.split";
const [LEAST, MOST, STEP] = [20, 80, 5];

interface Props {
  above: ReactNode;
  below: ReactNode;
}

export function Splitter({ above, below }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(stored);
  const move = (percent: number) => {
    const now = Math.min(MOST, Math.max(LEAST, Math.round(percent)));
    setShare(now);
    localStorage.setItem(KEY, String(now));
  };
  const onMove = (event: PointerEvent) => {
    const area = box.current?.getBoundingClientRect();
    if (area !== undefined && event.currentTarget.hasPointerCapture(event.pointerId)) {
      move(((event.clientY - area.top) / area.height) * 100);
    }
  };
  return (
    <div
      ref={box}
      className={styles.split}
      style={{ gridTemplateRows: `minmax(0, ${share}fr) auto minmax(0, ${100 - share}fr)` }}
    >
      <div className={styles.pane}>{above}</div>
      <div
        className={styles.bar}
        role="slider"
        aria-orientation="vertical"
        aria-label="Height of the picture"
        aria-valuenow={share}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        aria-valuetext={`${share} percent`}
        tabIndex={0}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={onMove}
        onKeyDown={(event) => {
          const way = { ArrowUp: -STEP, ArrowDown: STEP }[event.key];
          if (way === undefined) return;
          event.preventDefault();
          move(share + way);
        }}
      />
      <div className={styles.pane}>{below}</div>
    </div>
  );
}

function stored(): number {
  const kept = Number(localStorage.getItem(KEY));
  return kept >= LEAST && kept <= MOST ? kept : 52;
}
