/** The flow that a subflow node runs, opened in place: its diagram, read-only, and a link to it. */
import { useState } from "react";
import { Link } from "wouter";
import type { FlowRead } from "../../../api/types";
import { FlowDiagram } from "../../../flow/diagram/FlowDiagram";
import { paths } from "../../../nav/paths";
import { texts } from "../../../texts";
import { Button, buttonClass } from "../../../ui/Button";
import styles from "./InnerFlow.module.css";

interface Props {
  /** Undefined while it loads, null if there is no such published version. */
  flow: FlowRead | null | undefined;
  /** The flow that the node names; empty if it names none. */
  flowId: string;
}

export function InnerFlow({ flow, flowId }: Props) {
  const [open, setOpen] = useState(false);
  const words = texts.editor.innerFlow;
  if (flow === undefined) return null;
  if (flow === null) {
    return (
      <p className={styles.hint}>
        {words.missing} {flowId === "" ? null : <Link href={paths.flow(flowId)}>{words.goTo}</Link>}
      </p>
    );
  }
  const version = String(flow.version);
  return (
    <section className={styles.inner} aria-label={words.title}>
      <div className={styles.head}>
        <Button small aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? words.hide : words.show(flow.definition.name, version)}
        </Button>
        <Link href={paths.flow(flow.flowId, version)} className={buttonClass("quiet", true)}>
          {words.goTo}
        </Link>
      </div>
      {open ? (
        <div className={styles.diagram}>
          <FlowDiagram definition={flow.definition} />
        </div>
      ) : null}
    </section>
  );
}
