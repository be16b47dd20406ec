/** The variables after a turn. Those that the turn changed come first, with their earlier values. */
import { useId, useState } from "react";
import type { FlowDefinition, Session } from "../../api/types";
import { texts } from "../../texts";
import { Value, valueText } from "./Value";
import { variablesAt, type VariableRow } from "./variables";
import styles from "./VariablesPanel.module.css";

/** Variables from which on the panel has a search field. */
const MANY = 12;

const { variables: labels } = texts.session;

interface Props {
  session: Session;
  definition: FlowDefinition | undefined;
  index: number;
}

export function VariablesPanel({ session, definition, index }: Props) {
  const [sought, setSought] = useState("");
  const id = useId();
  const all = variablesAt(session, definition, index < 0 ? null : index);
  const pattern = sought.trim().toLowerCase();
  const rows =
    pattern === "" ? all : all.filter((row) => `${row.name} ${valueText(row.value)}`.toLowerCase().includes(pattern));
  if (all.length === 0) return <p className={styles.nothing}>{labels.none}</p>;
  return (
    <div className={styles.panel}>
      {all.length > MANY ? (
        <div className={styles.search}>
          <label htmlFor={id} className="unseen">
            {labels.search}
          </label>
          <input
            id={id}
            type="search"
            placeholder={labels.searchPlaceholder(all.length)}
            value={sought}
            onChange={(event) => {
              setSought(event.target.value);
            }}
          />
        </div>
      ) : null}
      {rows.length === 0 ? <p className={styles.nothing}>{labels.noMatch(sought)}</p> : <Table rows={rows} />}
    </div>
  );
}

function Table({ rows }: { rows: readonly VariableRow[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{labels.name}</th>
          <th scope="col">{labels.value}</th>
          <th scope="col">{labels.before}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name} data-changed={row.changed}>
            <th scope="row">{row.name}</th>
            <td>
              <Value value={row.value} />
            </td>
            <td>{row.changed ? <Value value={row.was} /> : <span className={styles.same}>{labels.unchanged}</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
