/** Restarts a call, with or without the caller's inputs. */
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import styles from "./CallControls.module.css";

interface Props {
  onRestart: () => void;
  /** Null while there is no input to repeat. */
  onRepeat: (() => void) | null;
  primary: boolean;
}

export function RestartButtons({ onRestart, onRepeat, primary }: Props) {
  const { restart, restartRepeat, restartRepeatShort } = texts.call.controls;
  return (
    <span className={styles.joined}>
      <Button small kind={primary ? "primary" : "plain"} onClick={onRestart}>
        {restart}
      </Button>
      {onRepeat === null ? null : (
        <Button small onClick={onRepeat} aria-label={restartRepeat}>
          {restartRepeatShort}
        </Button>
      )}
    </span>
  );
}
