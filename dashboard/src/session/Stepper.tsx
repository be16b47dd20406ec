/** Goes from turn to turn: first, previous, next, newest, or any by the slider; arrow keys do the same. */
import { useId } from "react";
import { IconButton } from "../ui/Button";
import styles from "./Stepper.module.css";

interface Props {
  count: number;
  /** Of the turn that is looked at; -1 where there is none. */
  index: number;
  /** The newest is looked at, whichever it is. */
  follows: boolean;
  /** The call is on. */
  live: boolean;
  onStep: (index: number) => void;
}

export function Stepper({ count, index, follows, live, onStep }: Props) {
  const id = useId();
  const first = index <= 0;
  const last = index >= count - 1;
  return (
    <div className={styles.stepper} role="group" aria-label="Step through the turns">
      <IconButton small label="First turn (Shift + ←)" disabled={first} onClick={() => onStep(0)}>
        ⇤
      </IconButton>
      <IconButton small label="Previous turn (←)" disabled={first} onClick={() => onStep(index - 1)}>
        ←
      </IconButton>
      <span className={styles.place} aria-live={follows ? "off" : "polite"}>
        {count === 0 ? "No turn yet" : `Turn ${index + 1} of ${count}`}
      </span>
      <IconButton small label="Next turn (→)" disabled={last} onClick={() => onStep(index + 1)}>
        →
      </IconButton>
      <IconButton small label="Newest turn (Shift + →)" disabled={last && follows} onClick={() => onStep(count - 1)}>
        ⇥
      </IconButton>
      <label htmlFor={id} className="unseen">
        Turn
      </label>
      <input
        id={id}
        className={styles.slider}
        type="range"
        min={1}
        max={Math.max(1, count)}
        value={index + 1}
        disabled={count < 2}
        title="← and → step from turn to turn, also while nothing is chosen; with Shift they go to the first and the newest"
        onChange={(event) => {
          onStep(Number(event.target.value) - 1);
        }}
      />
      {live && !follows ? (
        <button type="button" className={styles.back} onClick={() => onStep(count - 1)}>
          Follow the call
        </button>
      ) : null}
    </div>
  );
}
