/** A part that lists what someone should look at, or says that there is nothing. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import { DAYS } from "../model/period";
import styles from "../overview.module.css";

interface Props {
  id: string;
  title: string;
  columns: readonly string[];
  /** Shown if there are no rows. */
  none: string;
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  after?: ReactNode;
}

export function Findings({ id, title, columns, none, rows, after }: Props) {
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {rows.length === 0 ? (
        <p className={styles.none}>{none}</p>
      ) : (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ key, cells }) => (
                <tr key={key}>
                  {cells.map((cell, index) =>
                    index === 0 ? (
                      <th key={columns[index]} scope="row">
                        {cell}
                      </th>
                    ) : (
                      <td key={columns[index]}>{cell}</td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {after}
    </section>
  );
}

/** The name of a flow as a link to its report of the week. */
export function ReportLink({ flowId, name }: { flowId: string; name: string }) {
  return (
    <Link href={paths.report(flowId, DAYS)} aria-label={texts.overview.reportOf(name)}>
      {name}
    </Link>
  );
}

/** A node as a link to its place in the flow. */
export function NodeLink({ flowId, nodeId }: { flowId: string; nodeId: string }) {
  return (
    <Link href={paths.node(flowId, nodeId)}>
      <code>{nodeId}</code>
    </Link>
  );
}
