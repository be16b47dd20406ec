/** How loud somebody is, drawn at each frame without rendering anything anew. */
import { useEffect, useRef } from "react";
import styles from "./Meter.module.css";

interface Props {
  label: string;
  level: () => number;
  /** Nothing is let through. */
  off?: boolean;
}

export function Meter({ label, level, off = false }: Props) {
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let frame = 0;
    let shown = 0;
    const draw = () => {
      // Speech is mostly quiet; it falls slower than it rises, so that it can be seen.
      const loud = Math.min(1, Math.sqrt(level()) * 1.2);
      shown = Math.max(loud, shown * 0.9);
      bar.current?.style.setProperty("--level", shown.toFixed(3));
      frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [level]);
  return (
    <span className={styles.meter} data-off={off}>
      <span className={styles.label}>{label}</span>
      <span className={styles.track} aria-hidden="true">
        <span ref={bar} className={styles.bar} />
      </span>
    </span>
  );
}
