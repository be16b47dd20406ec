/** The failures of tools and models. */
import type { Report } from "../../api/types";
import { texts } from "../../texts";
import styles from "./report.module.css";
import { ScrollBox } from "./ScrollBox";

export function ErrorTable({ errors }: { errors: Report["errors"] }) {
  const words = texts.versions.report;
  if (errors.length === 0) return null;
  return (
    <section className={styles.part} aria-labelledby="report-errors">
      <h2 id="report-errors">{words.errors}</h2>
      <ScrollBox labelledBy="report-errors">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.columns.node}</th>
              <th scope="col">{words.columns.kind}</th>
              <th scope="col">{words.columns.error}</th>
              <th scope="col">{words.columns.count}</th>
            </tr>
          </thead>
          <tbody>
            {errors.map(({ kind, nodeId, error, count }) => (
              <tr key={`${kind} ${nodeId} ${error}`}>
                <th scope="row">
                  <code>{nodeId}</code>
                </th>
                <td>{words.kinds[kind]}</td>
                <td>{error}</td>
                <td>{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}
