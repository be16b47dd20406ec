/** A table of counts with a bar each, this week beside the week before. */
import { texts } from "../../texts";
import styles from "../overview.module.css";

export interface Count {
  key: string;
  label: string;
  now: number;
  /** Null if it is not known. */
  before: number | null;
}

interface Props {
  id: string;
  title: string;
  /** The head of the first column. */
  of: string;
  counts: readonly Count[];
}

export function Counts({ id, title, of, counts }: Props) {
  const { columns, calls } = texts.overview;
  const most = Math.max(1, ...counts.map(({ now }) => now));
  const compared = counts.some(({ before }) => before !== null);
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{of}</th>
              <th scope="col">{columns.calls}</th>
              {compared ? (
                <th scope="col" className={styles.number}>
                  {columns.before}
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {counts.map(({ key, label, now, before }) => (
              <tr key={key}>
                <th scope="row">{label}</th>
                <td className={styles.barred}>
                  <span className={styles.bar} aria-hidden="true">
                    <span style={{ width: `${(100 * now) / most}%` }} />
                  </span>
                  {calls(now)}
                </td>
                {compared ? <td className={styles.number}>{before === null ? null : calls(before)}</td> : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
