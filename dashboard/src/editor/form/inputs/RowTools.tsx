/** Moves one entry of a list up or down, or takes it away. */
import { IconButton } from "../../../ui/Button";
import styles from "../form.module.css";

interface Props {
  /** What the entry is called, for those who hear it: "condition 2". */
  name: string;
  index: number;
  count: number;
  disabled: boolean;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

export function RowTools({ name, index, count, disabled, onMove, onRemove }: Props) {
  if (disabled) return null;
  return (
    <span className={styles.tools}>
      {count > 1 ? (
        <>
          <IconButton small label={`Move ${name} up`} disabled={index === 0} onClick={() => onMove(-1)}>
            <span aria-hidden="true">↑</span>
          </IconButton>
          <IconButton small label={`Move ${name} down`} disabled={index === count - 1} onClick={() => onMove(1)}>
            <span aria-hidden="true">↓</span>
          </IconButton>
        </>
      ) : null}
      <IconButton small label={`Remove ${name}`} onClick={onRemove}>
        <span aria-hidden="true">✕</span>
      </IconButton>
    </span>
  );
}
