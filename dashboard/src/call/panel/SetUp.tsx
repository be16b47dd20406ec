/** The setup of a call: version, variables, and the buttons that start it. */
import { useState } from "react";
import { MayButton } from "../../access/MayButton";
import { ReadOnlyNotice } from "../../access/ReadOnlyNotice";
import type { FlowDefinition, FlowRead } from "../../api/types";
import type { FlowVersion } from "../../session/read/useDefinition";
import { texts } from "../../texts";
import { Field } from "../../ui/Field";
import type { CallMode } from "../model/call";
import { readPresets, readVariables, type Presets, type Variables } from "../presets/presets";
import styles from "./SetUp.module.css";
import { VariablesField } from "../presets/VariablesField";
import { parseVersion, testableVersions } from "../presets/versions";

const MODES = ["chat", "audio"] as const;

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
      <ReadOnlyNotice need="POST /api/flows/{flowId}/process" />
      <div className={styles.buttons}>
        {MODES.map((mode) => (
          <MayButton
            key={mode}
            need={`POST /api/flows/{flowId}/test-${mode}`}
            kind="primary"
            disabled={!ready}
            onClick={() => start(mode)}
          >
            {mode === "chat" ? labels.testChat : labels.testAudio}
          </MayButton>
        ))}
        <MayButton
          need="POST /api/flows/{flowId}/process"
          disabled={!ready}
          onClick={() => start("simulate")}
          aria-describedby="simulate-hint"
        >
          {labels.simulate}
        </MayButton>
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
