/** What calls did at each node. */
import type { FlowDefinition, Report } from "../../api/types";
import { texts } from "../../texts";
import { NodeName } from "./NodeName";
import styles from "./report.module.css";
import { ScrollBox } from "./ScrollBox";

interface Props {
  nodes: Report["nodes"];
  /** The version that is shown, for the titles of its nodes. */
  definition: FlowDefinition | null;
  flowId: string;
}

export function NodeTable({ nodes, definition, flowId }: Props) {
  const words = texts.versions.report;
  const { columns } = words;
  return (
    <section className={styles.part} aria-labelledby="report-nodes">
      <h2 id="report-nodes">{words.nodes}</h2>
      <ScrollBox labelledBy="report-nodes">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{columns.node}</th>
              <th scope="col">{columns.entered}</th>
              <th scope="col">{columns.exits}</th>
              <th scope="col">{columns.ended}</th>
              <th scope="col">{columns.abandoned}</th>
              <th scope="col">{columns.noMatch}</th>
              <th scope="col">{columns.noInput}</th>
            </tr>
          </thead>
          <tbody>
            {nodes.map((row) => (
              <tr key={row.nodeId}>
                <th scope="row">
                  <NodeName nodeId={row.nodeId} definition={definition} flowId={flowId} />
                </th>
                <td>{row.entered}</td>
                <td>
                  {Object.entries(row.exits)
                    .map(([exit, number]) => words.exit(exit, number))
                    .join(", ")}
                </td>
                <td>{row.endedHere}</td>
                <td data-bad={row.abandonedHere > 0}>{row.abandonedHere}</td>
                <td>{row.noMatch}</td>
                <td>{row.noInput}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}
