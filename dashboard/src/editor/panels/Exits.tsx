/** The exits of a node: where each one leads, and a choice of another target. */
import type { FlowDefinition, FlowEdge, FlowNode } from "../../api/types";
import { connect, nodeById, removeEdge } from "../../flow/definition/edits";
import { DEFAULT, edgesOf, exitOf, onFailureOf, shownExits, type Exit } from "../../flow/definition/exits";
import { titleOf } from "../../flow/definition/node-title";
import { texts } from "../../texts";
import { IconButton } from "../../ui/Button";
import type { Draft } from "../draft/useDraft";
import common from "../frame/common.module.css";
import styles from "./Exits.module.css";

interface Props {
  node: FlowNode;
  definition: FlowDefinition;
  /** The outcomes of the flow that a subflow node runs. They are exits, also without an edge. */
  outcomes: readonly string[];
  /** Null if the page is read-only. */
  draft: Draft | null;
  onSelect: (nodeId: string) => void;
}

export function Exits({ node, definition, outcomes, draft, onSelect }: Props) {
  const leaving = edgesOf(definition).filter((edge) => edge.source === node.id);
  const exits = shownExits(node, leaving, node.type === "subflow" ? outcomes : []);
  if (exits.length === 0) return null;
  return (
    <fieldset className={styles.exits}>
      <legend>{texts.editor.exits.title}</legend>
      {exits.map((exit) => (
        <ExitRow
          key={exit.id}
          exit={exit}
          node={node}
          edge={leaving.find((edge) => exitOf(edge) === exit.id)}
          definition={definition}
          draft={draft}
          onSelect={onSelect}
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
  draft,
  onSelect,
}: Omit<Props, "outcomes"> & { exit: Exit; edge: FlowEdge | undefined }) {
  const target = edge?.target ?? "";
  const known = definition.nodes.some(({ id }) => id === target);
  const words = texts.editor.exits;
  const setTarget = (to: string) =>
    draft?.edit((newest) => {
      if (to !== "") return connect(newest, { source: node.id, target: to, sourceHandle: exit.id });
      return edge === undefined ? newest : removeEdge(newest, edge.id);
    });
  return (
    <div className={styles.exit}>
      <label htmlFor={`exit-${node.id}-${exit.id}`} title={`${exit.title} (${exit.id})`}>
        {exit.title}
        {exit.stray ? <span className={common.error}> {words.stray}</span> : null}
      </label>
      <select
        id={`exit-${node.id}-${exit.id}`}
        value={target}
        disabled={draft === null}
        onChange={(event) => setTarget(event.target.value)}
      >
        <option value="">{withoutEdge(exit, definition)}</option>
        {target !== "" && !known ? <option value={target}>{words.missingTarget(target)}</option> : null}
        {definition.nodes.map((other) => (
          <option key={other.id} value={other.id}>
            {titleOf(other)}
            {titleOf(other) === other.id ? "" : ` · ${other.id}`}
          </option>
        ))}
      </select>
      <IconButton
        small
        label={target === "" ? words.goToTarget : words.goTo(target)}
        disabled={!known}
        onClick={() => onSelect(target)}
      >
        <span aria-hidden="true">→</span>
      </IconButton>
    </div>
  );
}

/** Where an exit without an edge leads. */
function withoutEdge(exit: Exit, definition: FlowDefinition): string {
  const words = texts.editor.exits;
  if (exit.id === DEFAULT) return words.notConnected;
  if (!exit.failure) return words.asDefault;
  const onFailure = nodeById(definition, onFailureOf(definition));
  return onFailure === undefined ? words.callEnds : words.onFailure(titleOf(onFailure));
}
