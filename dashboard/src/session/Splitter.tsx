/** Two panes with a bar between them. The pointer and the arrow keys move the bar. */
import { useRef, useState, type PointerEvent, type ReactNode } from "react";
import { browserStorage } from "../state/storage";
import { texts } from "../texts";
import styles from "./Splitter.module.css";

const KEY = "callflow.session.split";
/** Percent of the height that the upper pane has. */
const [MIN, MAX, DEFAULT, STEP] = [20, 80, 52, 5];

interface Props {
  above: ReactNode;
  below: ReactNode;
}

export function Splitter({ above, below }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(storedShare);
  const move = (percent: number) => {
    const now = Math.min(MAX, Math.max(MIN, Math.round(percent)));
    setShare(now);
    browserStorage.write(KEY, String(now));
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
        aria-label={texts.session.view.diagramHeight}
        aria-valuenow={share}
        aria-valuemin={MIN}
        aria-valuemax={MAX}
        aria-valuetext={texts.session.view.percent(share)}
        tabIndex={0}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={onMove}
        onKeyDown={(event) => {
          const step = { ArrowUp: -STEP, ArrowDown: STEP }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          move(share + step);
        }}
      />
      <div className={styles.pane}>{below}</div>
    </div>
  );
}

function storedShare(): number {
  const share = Number(browserStorage.read(KEY));
  return share >= MIN && share <= MAX ? share : DEFAULT;
}
