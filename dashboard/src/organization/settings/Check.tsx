/** A checkbox with its label. */
import styles from "../organization.module.css";

interface Props {
  label: string;
  value: boolean;
  onValue: (value: boolean) => void;
}

export function Check({ label, value, onValue }: Props) {
  return (
    <label className={styles.check}>
      <input type="checkbox" checked={value} onChange={({ target }) => onValue(target.checked)} />
      {label}
    </label>
  );
}
