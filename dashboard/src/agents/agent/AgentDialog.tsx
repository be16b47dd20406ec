/** The dialog that creates or changes an agent. */
import { useState } from "react";
import { findAgent, saveAgent } from "../../api/agents";
import { asFailure, type ApiFailure } from "../../api/failure";
import type { Agent } from "../../api/types";
import { flowIdError, suggestFlowId } from "../../flow/definition/flow-id";
import { texts } from "../../texts";
import { Field } from "../../ui/Field";
import { FormDialog } from "../../ui/FormDialog";
import { Notice } from "../../ui/Notice";
import { LANGUAGES, nameOfLanguage, Suggested, timeZones } from "../../ui/Suggested";
import { bodyOf, changed, formOf, refusedFields, type AgentForm } from "../model/agent-form";
import { VoiceField } from "../voice/VoiceField";
import { FlowFields } from "./FlowFields";

interface Props {
  /** Null for a new agent. */
  agent: Agent | null;
  onSaved: (agent: Agent) => void;
  onClose: () => void;
}

export function AgentDialog({ agent, onSaved, onClose }: Props) {
  const words = texts.agents.form;
  const [form, setForm] = useState(() => formOf(agent));
  const [ownId, setOwnId] = useState<string | null>(null);
  const [taken, setTaken] = useState<string | null>(null);
  const [submitted, setSubmitted] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const set = (change: Partial<AgentForm>) => setForm((now) => changed(now, change));
  const id = agent?.agentId ?? ownId ?? suggestFlowId(form.name);
  const nameError = form.name.trim() === "" ? words.nameEmpty : null;
  const idError = agent === null ? flowIdError(id) : null;
  const refused = refusedFields(failure?.problems ?? []);
  const first = <T,>(own: T | null, name: keyof AgentForm) => (submitted ? own : null) ?? refused.get(name) ?? null;

  const save = async () => {
    setSubmitted(true);
    setFailure(null);
    if (nameError !== null || idError !== null || form.flowId === "") return;
    setBusy(true);
    try {
      if (agent === null && (await findAgent(id)) !== null) setTaken(id);
      else onSaved(await saveAgent(id, bodyOf(form)));
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setBusy(false);
    }
  };

  return (
    <FormDialog
      title={agent === null ? words.newTitle : words.editTitle(agent.name)}
      description={words.description}
      submit={agent === null ? words.create : words.save}
      busy={busy}
      onSubmit={() => void save()}
      onClose={onClose}
      after={
        failure === null ? null : (
          <Notice kind="bad" title={words.failed(failure.title)}>
            {failure.kind === "away" ? words.retryLater : failure.remedy}
          </Notice>
        )
      }
    >
      <Field label={words.name} required error={first(nameError, "name")}>
        {(control) => (
          <input
            {...control}
            value={form.name}
            maxLength={200}
            autoComplete="off"
            onChange={({ target }) => set({ name: target.value })}
          />
        )}
      </Field>
      {agent === null ? (
        <Field
          label={words.id}
          required
          hint={words.idHint}
          error={taken === id ? words.idTaken : submitted || ownId !== null ? idError : null}
        >
          {(control) => (
            <input
              {...control}
              value={id}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              onChange={({ target }) => setOwnId(target.value)}
            />
          )}
        </Field>
      ) : null}
      <FlowFields
        form={form}
        onChange={set}
        flowError={first(form.flowId === "" ? words.flowEmpty : null, "flowId")}
        versionError={refused.get("version") ?? null}
      />
      <Field label={words.language} hint={words.languageHint} error={refused.get("language")}>
        {(control) => (
          <Suggested
            {...control}
            value={form.language}
            placeholder={words.languageDefault}
            options={LANGUAGES}
            nameOf={nameOfLanguage}
            onValue={(language) => set({ language })}
          />
        )}
      </Field>
      <VoiceField
        speaker={{ flowId: form.flowId, language: form.language }}
        voice={form.voice}
        error={refused.get("voice")}
        onVoice={(voice) => set({ voice })}
      />
      <Field label={words.timeZone} hint={words.timeZoneHint} error={refused.get("timeZone")}>
        {(control) => (
          <Suggested
            {...control}
            value={form.timeZone}
            placeholder={words.timeZoneDefault}
            options={timeZones()}
            onValue={(timeZone) => set({ timeZone })}
          />
        )}
      </Field>
    </FormDialog>
  );
}
