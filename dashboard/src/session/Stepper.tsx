/** Steps through the turns: first, previous, next, newest, or any by the slider. The arrow keys do the same. */
import { useId } from "react";
import { texts } from "../texts";
import { IconButton } from "../ui/Button";
import styles from "./Stepper.module.css";

interface Props {
  count: number;
  /** Index of the selected turn; -1 if there is none. */
  index: number;
  /** Whether the newest turn is selected, also after a new one. */
  follows: boolean;
  /** Whether the call is on. */
  live: boolean;
  onStep: (index: number) => void;
}

export function Stepper({ count, index, follows, live, onStep }: Props) {
  const id = useId();
  const labels = texts.session.stepper;
  const first = index <= 0;
  const last = index >= count - 1;
  return (
    <div className={styles.stepper} role="group" aria-label={labels.group}>
      <IconButton small label={labels.first} disabled={first} onClick={() => onStep(0)}>
        ⇤
      </IconButton>
      <IconButton small label={labels.previous} disabled={first} onClick={() => onStep(index - 1)}>
        ←
      </IconButton>
      <span className={styles.place} aria-live={follows ? "off" : "polite"}>
        {count === 0 ? labels.noTurn : labels.place(index + 1, count)}
      </span>
      <IconButton small label={labels.next} disabled={last} onClick={() => onStep(index + 1)}>
        →
      </IconButton>
      <IconButton small label={labels.newest} disabled={last && follows} onClick={() => onStep(count - 1)}>
        ⇥
      </IconButton>
      <label htmlFor={id} className="unseen">
        {labels.slider}
      </label>
      <input
        id={id}
        className={styles.slider}
        type="range"
        min={1}
        max={Math.max(1, count)}
        value={index + 1}
        disabled={count < 2}
        title={labels.sliderTitle}
        onChange={(event) => {
          onStep(Number(event.target.value) - 1);
        }}
      />
      {live && !follows ? (
        <button type="button" className={styles.back} onClick={() => onStep(count - 1)}>
          {labels.follow}
        </button>
      ) : null}
    </div>
  );
}
