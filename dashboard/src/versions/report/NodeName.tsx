/** The name of a node of a report, which leads to the node in the editor if the draft has it. */
import { Link } from "wouter";
import type { FlowDefinition } from "../../api/types";
import { nodeById } from "../../flow/definition/edits";
import { titleOf } from "../../flow/definition/node-title";
import { KindName } from "../../flow/kind/KindName";
import { paths } from "../../nav/paths";
import styles from "./report.module.css";

interface Props {
  nodeId: string;
  definition: FlowDefinition | null;
  flowId: string;
}

export function NodeName({ nodeId, definition, flowId }: Props) {
  const node = definition === null ? undefined : nodeById(definition, nodeId);
  return node === undefined ? (
    <code>{nodeId}</code>
  ) : (
    <span data-kind={node.type}>
      <KindName type={node.type} brief />{" "}
      <Link href={paths.node(flowId, node.id)} className={styles.node}>
        {titleOf(node)}
      </Link>
    </span>
  );
}
