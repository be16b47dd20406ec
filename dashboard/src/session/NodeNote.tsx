/** A node that was chosen in the picture: in which turns it ran. */
import type { FlowDefinition, Session } from "../api/types";
import { titleOf } from "../flow/definition/node-title";
import { IconButton } from "../ui/Button";
import styles from "./NodeNote.module.css";

interface Props {
  nodeId: string;
  session: Session;
  definition: FlowDefinition | undefined;
  index: number;
  onStep: (index: number) => void;
  onClose: () => void;
}

const MOST = 12;

export function NodeNote({ nodeId, session, definition, index, onStep, onClose }: Props) {
  const node = definition?.nodes.find(({ id }) => id === nodeId);
  const ran = session.turns.flatMap((turn, at) => (turn.nodes.some((run) => run.nodeId === nodeId) ? [at] : []));
  return (
    <div className={styles.note}>
      <span>
        <strong>{node === undefined ? nodeId : titleOf(node)}</strong>{" "}
        {ran.length === 0
          ? "has not run in this session."
          : ran.length > MOST
            ? `ran in ${ran.length} turns, at last in`
            : "ran in turn"}
      </span>
      {ran.slice(-MOST).map((at) => (
        <button key={at} type="button" aria-current={at === index ? "true" : undefined} onClick={() => onStep(at)}>
          {at + 1}
        </button>
      ))}
      <IconButton label="Choose no node" small onClick={onClose}>
        ✕
      </IconButton>
    </div>
  );
}
