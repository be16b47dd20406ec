/** The variables as a turn left them; those that it changed come first, with what they were. */
import { useId, useState } from "react";
import type { FlowDefinition, Session } from "../../api/types";
import { Value, written } from "./Value";
import { variablesAt, type VariableRow } from "./variables";
import styles from "./VariablesPanel.module.css";

const MANY = 12;

interface Props {
  session: Session;
  definition: FlowDefinition | undefined;
  index: number;
}

export function VariablesPanel({ session, definition, index }: Props) {
  const [sought, setSought] = useState("");
  const id = useId();
  const all = variablesAt(session, definition, index < 0 ? null : index);
  const words = sought.trim().toLowerCase();
  const rows =
    words === "" ? all : all.filter((row) => `${row.name} ${written(row.value)}`.toLowerCase().includes(words));
  if (all.length === 0) return <p className={styles.nothing}>This flow has no variables, and nothing has set one.</p>;
  return (
    <div className={styles.panel}>
      {all.length > MANY ? (
        <div className={styles.search}>
          <label htmlFor={id} className="unseen">
            Search the variables
          </label>
          <input
            id={id}
            type="search"
            placeholder={`Search ${all.length} variables by name or value`}
            value={sought}
            onChange={(event) => {
              setSought(event.target.value);
            }}
          />
        </div>
      ) : null}
      {rows.length === 0 ? (
        <p className={styles.nothing}>No variable has “{sought}” in its name or value.</p>
      ) : (
        <Table rows={rows} />
      )}
    </div>
  );
}

function Table({ rows }: { rows: readonly VariableRow[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Variable</th>
          <th scope="col">Value</th>
          <th scope="col">Before this turn</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name} data-changed={row.changed}>
            <th scope="row">{row.name}</th>
            <td>
              <Value value={row.value} />
            </td>
            <td>{row.changed ? <Value value={row.was} /> : <span className={styles.same}>the same</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
