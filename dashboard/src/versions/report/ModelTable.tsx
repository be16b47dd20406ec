/** The questions to each model: how many, how many failed, and their tokens. */
import type { Report } from "../../api/types";
import { texts } from "../../texts";
import styles from "./report.module.css";
import { ScrollBox } from "./ScrollBox";

export function ModelTable({ models }: { models: Report["models"] }) {
  const words = texts.versions.report;
  const { columns } = words.models;
  if (models.length === 0) return null;
  return (
    <section className={styles.part} aria-labelledby="report-models">
      <h2 id="report-models">{words.models.title}</h2>
      <ScrollBox labelledBy="report-models">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{columns.model}</th>
              <th scope="col">{columns.asked}</th>
              <th scope="col">{columns.failed}</th>
              <th scope="col">{columns.input}</th>
              <th scope="col">{columns.output}</th>
            </tr>
          </thead>
          <tbody>
            {models.map(({ model, asked, errors, inputTokens, outputTokens }) => (
              <tr key={model ?? ""}>
                <th scope="row">{model === null ? words.models.own : <code>{model}</code>}</th>
                <td>{asked}</td>
                <td data-bad={Object.keys(errors).length > 0}>
                  {Object.entries(errors)
                    .map(([error, number]) => words.exit(error, number))
                    .join(", ")}
                </td>
                <td>{inputTokens}</td>
                <td>{outputTokens}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}
