/** Chooses the version that tests run on. */
import { texts } from "../texts";
import styles from "./TestsPage.module.css";
import { UNSAVED } from "./useSubject";

const words = texts.flowTests.versions;

interface Props {
  value: string;
  latest: number | null;
  /** Whether this browser has changes that are not saved. */
  unsaved: boolean;
  onChoose: (version: string) => void;
}

export function VersionChoice({ value, latest, unsaved, onChoose }: Props) {
  const numbers = Array.from({ length: latest ?? 0 }, (_, index) => String((latest ?? 0) - index));
  return (
    <select
      aria-label={words.label}
      className={styles.version}
      value={value}
      onChange={({ target }) => onChoose(target.value)}
    >
      {unsaved ? <option value={UNSAVED}>{words.unsaved}</option> : null}
      <option value="draft">{words.draft}</option>
      {numbers.map((number) => (
        <option key={number} value={number}>
          {words.version(number)}
        </option>
      ))}
    </select>
  );
}
