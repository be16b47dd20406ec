/** Starts a call over: afresh, or with everything the caller did said again. */
import { Button } from "../../ui/Button";
import styles from "./CallControls.module.css";

interface Props {
  onRestart: () => void;
  /** Null where the caller did nothing yet. */
  onRepeat: (() => void) | null;
  primary: boolean;
}

export function RestartButtons({ onRestart, onRepeat, primary }: Props) {
  const kind = primary ? "primary" : "plain";
  return (
    <span className={styles.joined}>
      <Button small kind={kind} onClick={onRestart}>
        Restart
      </Button>
      {onRepeat === null ? null : (
        <Button small onClick={onRepeat} aria-label="Restart with the same words">
          with the same words
        </Button>
      )}
    </span>
  );
}
