/** The turns in which the selected node ran. */
import type { FlowDefinition, Session } from "../api/types";
import { titleOf } from "../flow/definition/node-title";
import { texts } from "../texts";
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

/** Turns to list; of more, the newest. */
const MAX_TURNS = 12;

export function NodeNote({ nodeId, session, definition, index, onStep, onClose }: Props) {
  const labels = texts.session.nodeNote;
  const node = definition?.nodes.find(({ id }) => id === nodeId);
  const ran = session.turns.flatMap((turn, at) => (turn.nodes.some((run) => run.nodeId === nodeId) ? [at] : []));
  return (
    <div className={styles.note}>
      <span>
        <strong>{node === undefined ? nodeId : titleOf(node)}</strong>{" "}
        {ran.length === 0 ? labels.notRun : ran.length > MAX_TURNS ? labels.ranInMany(ran.length) : labels.ranIn}
      </span>
      {ran.slice(-MAX_TURNS).map((at) => (
        <button key={at} type="button" aria-current={at === index ? "true" : undefined} onClick={() => onStep(at)}>
          {at + 1}
        </button>
      ))}
      <IconButton label={labels.close} small onClick={onClose}>
        ✕
      </IconButton>
    </div>
  );
}
