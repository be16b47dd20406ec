/** A report drawn into the picture of its flow, and as a funnel. */
import { useMemo } from "react";
import type { FlowDefinition, Report } from "../../api/types";
import { FlowDiagram } from "../../flow/diagram/FlowDiagram";
import { texts } from "../../texts";
import { callNotes, funnelOf } from "../model/report-picture";
import { NodeName } from "./NodeName";
import picture from "./picture.module.css";
import styles from "./report.module.css";

interface Props {
  report: Report;
  definition: FlowDefinition | null;
  flowId: string;
}

/** Steps of the funnel, at most. */
const MOST = 15;

export function ReportPicture({ report: { nodes, sessions }, definition, flowId }: Props) {
  const words = texts.versions.report.picture;
  const notes = useMemo(
    () => (definition === null ? undefined : callNotes(nodes, sessions, definition)),
    [nodes, sessions, definition],
  );
  const steps = funnelOf(nodes, sessions, definition, MOST);
  return (
    <div className={picture.sides}>
      {definition === null || notes === undefined ? null : (
        <section className={styles.part} aria-labelledby="report-picture">
          <h2 id="report-picture">{words.title}</h2>
          <p className={styles.hint}>{words.hint}</p>
          <div className={picture.diagram}>
            <FlowDiagram definition={definition} notes={notes} />
          </div>
        </section>
      )}
      {steps.length === 0 ? null : (
        <section className={styles.part} aria-labelledby="report-funnel">
          <h2 id="report-funnel">{words.funnel}</h2>
          <p className={styles.hint}>{words.funnelHint}</p>
          <ol className={picture.funnel}>
            {steps.map(({ nodeId, entered, gaveUp, share, gaveUpShare }) => (
              <li key={nodeId}>
                <span className={picture.name}>
                  <NodeName {...{ nodeId, definition, flowId }} />
                </span>
                <span className={picture.numbers}>
                  {words.entered(entered, share)}
                  {gaveUp === 0 ? null : <b>{words.gaveUp(gaveUp)}</b>}
                </span>
                <span className={picture.bar} aria-hidden="true">
                  <span style={{ width: `${100 * (share - gaveUpShare)}%` }} />
                  <span data-bad="true" style={{ width: `${100 * gaveUpShare}%` }} />
                </span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}
