/** What calls did at each node. */
import { Link } from "wouter";
import type { FlowDefinition, Report } from "../../api/types";
import { nodeById } from "../../flow/definition/edits";
import { titleOf } from "../../flow/definition/node-title";
import { KindName } from "../../flow/kind/KindName";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import styles from "./report.module.css";

interface Props {
  nodes: Report["nodes"];
  /** The draft, for the titles of its nodes. */
  definition: FlowDefinition | null;
  flowId: string;
}

export function NodeTable({ nodes, definition, flowId }: Props) {
  const words = texts.versions.report;
  const { columns } = words;
  return (
    <section className={styles.part} aria-labelledby="report-nodes">
      <h2 id="report-nodes">{words.nodes}</h2>
      <div className={styles.scroll}>
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
            {nodes.map((row) => {
              const node = definition === null ? undefined : nodeById(definition, row.nodeId);
              return (
                <tr key={row.nodeId}>
                  <th scope="row" data-kind={node?.type}>
                    {node === undefined ? (
                      <code>{row.nodeId}</code>
                    ) : (
                      <>
                        <KindName type={node.type} brief />{" "}
                        <Link href={paths.node(flowId, node.id)} className={styles.node}>
                          {titleOf(node)}
                        </Link>
                      </>
                    )}
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
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
