/** A level meter. It draws at each animation frame, outside of React. */
import { useEffect, useRef } from "react";
import styles from "./Meter.module.css";

interface Props {
  label: string;
  level: () => number;
  /** The sound is muted. */
  off?: boolean;
}

export function Meter({ label, level, off = false }: Props) {
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let frame = 0;
    let shown = 0;
    const draw = () => {
      // The square root raises quiet speech; the slow fall keeps short peaks visible.
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
