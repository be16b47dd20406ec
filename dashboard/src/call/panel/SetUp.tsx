/** Before a call: which version is tested, with which variables, and the buttons that start it. */
import { useState } from "react";
import type { FlowDefinition, FlowRead } from "../../api/types";
import type { FlowVersion } from "../../session/read/useDefinition";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import type { CallMode } from "../model/call";
import { readPresets, readVariables, type Presets, type Variables } from "../presets/presets";
import styles from "./SetUp.module.css";
import { versionOf } from "../run/start-call";
import { VariablesField } from "../presets/VariablesField";
import { versionsOf } from "../presets/versions";

export interface SetUpProps {
  flow: FlowRead;
  definition: FlowDefinition | undefined;
  version: FlowVersion;
  onVersion: (version: FlowVersion) => void;
  text: string;
  onText: (text: string) => void;
  /** A call begins. */
  busy: boolean;
  onStart: (mode: CallMode, variables: Variables) => void;
}

export function SetUp({ flow, definition, version, onVersion, text, onText, busy, onStart }: SetUpProps) {
  const [presets, setPresets] = useState<Presets>(() => readPresets(flow.flowId, localStorage));
  const declared = definition?.variables ?? {};
  const read = readVariables(text, declared);
  const start = (mode: CallMode) => {
    if (read.ok) onStart(mode, read.variables);
  };
  const ready = !busy && read.ok && definition !== undefined;
  return (
    <section className={styles.setup} aria-label="Set up a test">
      <div className={styles.buttons}>
        <Button kind="primary" disabled={!ready} onClick={() => start("chat")}>
          Test chat
        </Button>
        <Button kind="primary" disabled={!ready} onClick={() => start("audio")}>
          Test audio
        </Button>
        <Button disabled={!ready} onClick={() => start("simulate")} aria-describedby="simulate-hint">
          Simulate
        </Button>
      </div>
      <p id="simulate-hint" className={styles.hint}>
        Simulate goes without LiveKit: the same flow over the API alone, no voice, no worker.
      </p>
      <Field label="Version to test">
        {(control) => (
          <select
            {...control}
            value={String(version)}
            onChange={(event) => onVersion(versionOf(event.target.value) ?? version)}
          >
            {versionsOf(flow).map((each) => (
              <option key={each.version} value={String(each.version)}>
                {each.words}
              </option>
            ))}
          </select>
        )}
      </Field>
      <VariablesField
        flowId={flow.flowId}
        declared={declared}
        text={text}
        onText={onText}
        problems={read.ok ? [] : read.problems}
        variables={read.ok ? read.variables : null}
        presets={presets}
        onPresets={setPresets}
      />
    </section>
  );
}
