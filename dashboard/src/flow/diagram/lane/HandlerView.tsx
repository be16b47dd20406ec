/** A handler in the lane beside the nodes: what is said, whether the call comes back, and whether it was taken. */
import { memo } from "react";
import { Handle, Position, type NodeProps } from "@xyflow/react";
import { texts } from "../../../texts";
import { takenText, type HandlerNode } from "./handlers";
import styles from "./HandlerView.module.css";

export const HandlerView = memo(function HandlerView({ data, isConnectable }: NodeProps<HandlerNode>) {
  const { handler, state } = data;
  const words = texts.diagram.handler;
  return (
    <div className={styles.handler} data-state={state}>
      <span className={styles.kind}>
        {words.kind}
        {handler.resume ? <span className={styles.resume}>{words.resumes}</span> : null}
      </span>
      <span className={styles.title} title={handler.title}>
        {handler.title}
      </span>
      <span className="unseen">{takenText(state)}</span>
      {isConnectable ? <Dock /> : null}
    </div>
  );
});

/** The place from which a line to a node makes a handler. */
export const NewHandlerView = memo(function NewHandlerView() {
  return (
    <div className={`${styles.handler ?? ""} ${styles.fresh ?? ""}`}>
      <span className={styles.title}>
        <span aria-hidden="true">+</span> {texts.diagram.handler.kind}
      </span>
      <Dock />
    </div>
  );
});

function Dock() {
  return <Handle type="source" position={Position.Right} className={styles.dock} />;
}
