/** The dialog that creates a flow from a name and an id, and opens it. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { organizationKeys, readSettings } from "../../api/organization";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import { FormDialog } from "../../ui/FormDialog";
import { Field } from "../../ui/Field";
import { Notice } from "../../ui/Notice";
import { flowIdError, suggestFlowId } from "../../flow/definition/flow-id";
import { newFlow } from "../../flow/definition/new-flow";
import { IdField } from "./IdField";
import { useCreateFlow } from "./useCreateFlow";

export function NewFlowDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [ownId, setOwnId] = useState<string | null>(null);
  const [submitted, setSubmitted] = useState(false);
  const creation = useCreateFlow();
  // Without an answer the flow gets the defaults of flows: a missing setting stops nobody.
  const settings = useQuery({ queryKey: organizationKeys.settings, queryFn: readSettings, retry: false });
  const words = texts.flowList.create;
  const [, go] = useLocation();
  const id = ownId ?? suggestFlowId(name);
  const nameError = name.trim() === "" ? words.nameEmpty : null;
  const idError = flowIdError(id);

  const create = async () => {
    setSubmitted(true);
    if (nameError !== null || idError !== null) return;
    if (await creation.create([{ flowId: id, definition: newFlow(name.trim(), settings.data) }], false))
      go(paths.flow(id));
  };

  return (
    <FormDialog
      title={words.title}
      description={words.description}
      submit={words.submit}
      busy={creation.busy}
      onSubmit={() => void create()}
      onClose={onClose}
      after={
        creation.failure === null ? null : (
          <Notice kind="bad" title={words.failed(creation.failure.title)}>
            {creation.failure.kind === "away" ? words.retryLater : creation.failure.remedy}
          </Notice>
        )
      }
    >
      <Field label={words.name} required error={submitted ? nameError : null}>
        {(control) => (
          <input
            {...control}
            value={name}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <IdField
        hint={words.idHint}
        error={creation.taken === id ? words.idTaken : submitted || ownId !== null ? idError : null}
        value={id}
        onValue={setOwnId}
      />
    </FormDialog>
  );
}
