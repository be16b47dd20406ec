/** The filters of the list. Each is in the address; a text counts when it is left or confirmed with Enter. */
import { useState, type ReactNode } from "react";
import type { Agent, FlowSummary } from "../api/types";
import { texts } from "../texts";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { MORE, TEST_MODES, type FilterName, type Filters as Set } from "./session-filters";
import styles from "./SessionsPage.module.css";

const { sessions: labels } = texts;

interface Props {
  filters: Set;
  flows: readonly FlowSummary[];
  agents: readonly Agent[];
  onChoose: (name: FilterName, value: string) => void;
  onClear: () => void;
}

export function Filters({ filters, flows, agents, onChoose, onClear }: Props) {
  const moreSet = MORE.filter((name) => filters[name] !== undefined).length;
  const [opened, setOpened] = useState(moreSet > 0);
  const text = (name: FilterName, label: string, type?: "date" | "tel" | "search") => (
    <TextFilter
      key={name}
      label={label}
      type={type}
      value={filters[name] ?? ""}
      onCommit={(value) => onChoose(name, value)}
    />
  );
  const choice = (name: FilterName, label: string, any: string, options: ReactNode) => (
    <Field label={label}>
      {(control) => (
        <select {...control} value={filters[name] ?? ""} onChange={(event) => onChoose(name, event.target.value)}>
          <option value="">{any}</option>
          {options}
        </select>
      )}
    </Field>
  );
  return (
    <div className={styles.filters} role="search" aria-label={labels.filters}>
      <div className={styles.row}>
        {text("text", labels.words, "search")}
        {text("caller", labels.caller, "tel")}
        {choice(
          "flow",
          labels.flow,
          labels.anyFlow,
          named(
            filters.flow,
            flows.map(({ flowId, name }) => [flowId, name]),
          ),
        )}
        {choice(
          "status",
          labels.status,
          labels.anyStatus,
          Object.entries(texts.session.status).map(([id, { text: status, meaning }]) => (
            <option key={id} value={id} title={meaning}>
              {status}
            </option>
          )),
        )}
      </div>
      {opened ? (
        <div className={styles.row} id="more-filters">
          {choice(
            "agent",
            labels.agent,
            labels.anyAgent,
            named(
              filters.agent,
              agents.map(({ agentId, name }) => [agentId, name]),
            ),
          )}
          {text("called", labels.called, "tel")}
          {text("outcome", labels.outcome)}
          {text("node", labels.node)}
          {text("from", labels.from, "date")}
          {text("to", labels.to, "date")}
          {choice(
            "test",
            labels.test,
            labels.anyTest,
            TEST_MODES.map((mode) => (
              <option key={mode} value={mode}>
                {labels.testModes[mode]}
              </option>
            )),
          )}
        </div>
      ) : null}
      <div className={styles.filterActions}>
        <Button
          small
          kind="quiet"
          aria-expanded={opened}
          aria-controls={opened ? "more-filters" : undefined}
          onClick={() => setOpened(!opened)}
        >
          {opened ? labels.fewerFilters : labels.moreFilters(moreSet)}
        </Button>
        {Object.keys(filters).length === 0 ? null : (
          <Button small kind="quiet" onClick={onClear}>
            {labels.clear}
          </Button>
        )}
      </div>
    </div>
  );
}

/** The options of a list of named things. One that is set and not in the list is an option too. */
function named(set: string | undefined, things: readonly (readonly [string, string])[]) {
  const known = set === undefined || things.some(([id]) => id === set);
  return (
    <>
      {known ? null : <option value={set}>{set}</option>}
      {things.map(([id, name]) => (
        <option key={id} value={id}>
          {name === id ? name : `${name} (${id})`}
        </option>
      ))}
    </>
  );
}

interface TextProps {
  label: string;
  type: "date" | "tel" | "search" | undefined;
  value: string;
  onCommit: (value: string) => void;
}

function TextFilter({ label, type, value, onCommit }: TextProps) {
  const [draft, setDraft] = useState(value);
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    // The address has changed: Back, or Clear.
    setShown(value);
    setDraft(value);
  }
  const commit = () => {
    if (draft.trim() !== value) onCommit(draft);
  };
  return (
    <Field label={label}>
      {(control) => (
        <input
          {...control}
          type={type ?? "text"}
          value={draft}
          maxLength={400}
          autoComplete="off"
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === "Enter") commit();
          }}
        />
      )}
    </Field>
  );
}
