/** A handler in the lane beside the nodes: what is said, and whether the call comes back. */
import { memo } from "react";
import type { NodeProps } from "@xyflow/react";
import { texts } from "../../texts";
import type { HandlerNode } from "./handlers";
import styles from "./HandlerView.module.css";

export const HandlerView = memo(function HandlerView({ data: { handler } }: NodeProps<HandlerNode>) {
  const words = texts.diagram.handler;
  return (
    <div className={styles.handler}>
      <span className={styles.kind}>
        {words.kind}
        {handler.resume ? <span className={styles.resume}>{words.resumes}</span> : null}
      </span>
      <span className={styles.title} title={handler.title}>
        {handler.title}
      </span>
    </div>
  );
});
