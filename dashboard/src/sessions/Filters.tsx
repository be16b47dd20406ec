/** Which flow's sessions, and in which status. */
import type { FlowSummary, SessionStatus } from "../api/types";
import { STATUS } from "../session/model/words";
import { Field } from "../ui/Field";
import styles from "./SessionsPage.module.css";

interface Props {
  flow: string | null;
  status: SessionStatus | null;
  flows: readonly FlowSummary[];
  onChoose: (name: "flow" | "status", value: string) => void;
}

export function Filters({ flow, status, flows, onChoose }: Props) {
  const known = flow === null || flows.some(({ flowId }) => flowId === flow);
  return (
    <div className={styles.filters} role="group" aria-label="Filters">
      <Field label="Flow">
        {(control) => (
          <select {...control} value={flow ?? ""} onChange={(event) => onChoose("flow", event.target.value)}>
            <option value="">Any flow, the newest</option>
            {known ? null : <option value={flow}>{flow}</option>}
            {flows.map(({ flowId, name }) => (
              <option key={flowId} value={flowId}>
                {name === flowId ? name : `${name} (${flowId})`}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Status">
        {(control) => (
          <select {...control} value={status ?? ""} onChange={(event) => onChoose("status", event.target.value)}>
            <option value="">Any status</option>
            {Object.entries(STATUS).map(([id, { word, means }]) => (
              <option key={id} value={id} title={means}>
                {word}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}
