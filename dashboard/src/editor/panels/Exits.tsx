/** Where a node's exits lead, to be followed, and to be joined without drawing. */
import type { FlowDefinition, FlowEdge, FlowNode } from "../../api/types";
import { joined, withoutEdge } from "../../flow/definition/edit";
import { DEFAULT, edgesOf, exitOf, shownExits, type Exit } from "../../flow/definition/exits";
import { titleOf } from "../../flow/definition/node-title";
import { IconButton } from "../../ui/Button";
import common from "../frame/common.module.css";
import styles from "./Exits.module.css";
import type { Editing } from "../draft/useDraft";

interface Props {
  node: FlowNode;
  definition: FlowDefinition;
  editing: Editing | null;
  onChoose: (nodeId: string) => void;
}

export function Exits({ node, definition, editing, onChoose }: Props) {
  const leaving = edgesOf(definition).filter((edge) => edge.source === node.id);
  const exits = shownExits(node, leaving);
  if (exits.length === 0) return null;
  return (
    <fieldset className={styles.exits}>
      <legend>Exits</legend>
      {exits.map((exit) => (
        <ExitRow
          key={exit.id}
          exit={exit}
          node={node}
          edge={leaving.find((edge) => exitOf(edge) === exit.id)}
          definition={definition}
          editing={editing}
          onChoose={onChoose}
        />
      ))}
    </fieldset>
  );
}

function ExitRow({
  exit,
  node,
  edge,
  definition,
  editing,
  onChoose,
}: Props & { exit: Exit; edge: FlowEdge | undefined }) {
  const target = edge?.target ?? "";
  const known = definition.nodes.some(({ id }) => id === target);
  const lead = (to: string) =>
    editing?.edit((before) => {
      if (to !== "") return joined(before, { source: node.id, target: to, sourceHandle: exit.id });
      return edge === undefined ? before : withoutEdge(before, edge.id);
    });
  return (
    <div className={styles.exit}>
      <label htmlFor={`exit-${node.id}-${exit.id}`} title={`${exit.title} (${exit.id})`}>
        {exit.title}
        {exit.stray ? <span className={common.error}> no such exit</span> : null}
      </label>
      <select
        id={`exit-${node.id}-${exit.id}`}
        value={target}
        disabled={editing === null}
        onChange={(event) => lead(event.target.value)}
      >
        <option value="">{exit.id === DEFAULT ? "Nowhere yet" : "As by default"}</option>
        {target !== "" && !known ? <option value={target}>{target} (not there)</option> : null}
        {definition.nodes.map((other) => (
          <option key={other.id} value={other.id}>
            {titleOf(other)}
            {titleOf(other) === other.id ? "" : ` · ${other.id}`}
          </option>
        ))}
      </select>
      <IconButton
        small
        label={`Go to ${target || "where it leads"}`}
        disabled={!known}
        onClick={() => onChoose(target)}
      >
        <span aria-hidden="true">→</span>
      </IconButton>
    </div>
  );
}
