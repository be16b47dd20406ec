/** The filters of the list: flow and status. */
import type { FlowSummary, SessionStatus } from "../api/types";
import { texts } from "../texts";
import { Field } from "../ui/Field";
import styles from "./SessionsPage.module.css";

interface Props {
  flow: string | null;
  status: SessionStatus | null;
  flows: readonly FlowSummary[];
  onChoose: (name: "flow" | "status", value: string) => void;
}

export function Filters({ flow, status, flows, onChoose }: Props) {
  const labels = texts.sessions;
  const known = flow === null || flows.some(({ flowId }) => flowId === flow);
  return (
    <div className={styles.filters} role="group" aria-label={labels.filters}>
      <Field label={labels.flow}>
        {(control) => (
          <select {...control} value={flow ?? ""} onChange={(event) => onChoose("flow", event.target.value)}>
            <option value="">{labels.anyFlow}</option>
            {known ? null : <option value={flow}>{flow}</option>}
            {flows.map(({ flowId, name }) => (
              <option key={flowId} value={flowId}>
                {name === flowId ? name : `${name} (${flowId})`}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={labels.status}>
        {(control) => (
          <select {...control} value={status ?? ""} onChange={(event) => onChoose("status", event.target.value)}>
            <option value="">{labels.anyStatus}</option>
            {Object.entries(texts.session.status).map(([id, { text, meaning }]) => (
              <option key={id} value={id} title={meaning}>
                {text}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}
