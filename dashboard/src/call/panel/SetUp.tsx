/** The setup of a call: version, variables, and the buttons that start it. */
import { useState } from "react";
import type { FlowDefinition, FlowRead } from "../../api/types";
import type { FlowVersion } from "../../session/read/useDefinition";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import type { CallMode } from "../model/call";
import { readPresets, readVariables, type Presets, type Variables } from "../presets/presets";
import styles from "./SetUp.module.css";
import { VariablesField } from "../presets/VariablesField";
import { parseVersion, testableVersions } from "../presets/versions";

export interface SetUpProps {
  flow: FlowRead;
  definition: FlowDefinition | undefined;
  version: FlowVersion;
  onVersion: (version: FlowVersion) => void;
  text: string;
  onText: (text: string) => void;
  /** A call is starting. */
  busy: boolean;
  onStart: (mode: CallMode, variables: Variables) => void;
}

export function SetUp({ flow, definition, version, onVersion, text, onText, busy, onStart }: SetUpProps) {
  const [presets, setPresets] = useState<Presets>(() => readPresets(flow.flowId));
  const labels = texts.call.setUp;
  const declared = definition?.variables ?? {};
  const read = readVariables(text, declared);
  const start = (mode: CallMode) => {
    if (read.ok) onStart(mode, read.variables);
  };
  const ready = !busy && read.ok && definition !== undefined;
  return (
    <section className={styles.setup} aria-label={labels.region}>
      <div className={styles.buttons}>
        <Button kind="primary" disabled={!ready} onClick={() => start("chat")}>
          {labels.testChat}
        </Button>
        <Button kind="primary" disabled={!ready} onClick={() => start("audio")}>
          {labels.testAudio}
        </Button>
        <Button disabled={!ready} onClick={() => start("simulate")} aria-describedby="simulate-hint">
          {labels.simulate}
        </Button>
      </div>
      <p id="simulate-hint" className={styles.hint}>
        {labels.simulateHint}
      </p>
      <Field label={labels.version}>
        {(control) => (
          <select
            {...control}
            value={String(version)}
            onChange={(event) => onVersion(parseVersion(event.target.value) ?? version)}
          >
            {testableVersions(flow).map((each) => (
              <option key={each.version} value={String(each.version)}>
                {each.label}
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
