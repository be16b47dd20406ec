/** The dialog that renames a flow. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asFailure } from "../../../api/failure";
import { keys } from "../../../api/flows";
import type { FlowSummary } from "../../../api/types";
import { texts } from "../../../texts";
import { Field } from "../../../ui/Field";
import { FormDialog } from "../../../ui/FormDialog";
import { Notice } from "../../../ui/Notice";
import { ChangeFailure } from "./ChangeFailure";
import { renameFlow } from "./rename";

interface Props {
  flow: FlowSummary;
  onDone: (name: string) => void;
  onClose: () => void;
}

export function RenameDialog({ flow: { flowId, name: first }, onDone, onClose }: Props) {
  const client = useQueryClient();
  const [name, setName] = useState(first);
  /** The name that the author has seen. */
  const [seen, setSeen] = useState(first);
  const [submitted, setSubmitted] = useState(false);
  const words = texts.flowList.rename;
  const error = name.trim() === "" ? texts.flowList.create.nameEmpty : null;
  const renaming = useMutation({
    mutationFn: () => renameFlow(flowId, seen, name.trim()),
    onSuccess: (result) => {
      if (result.kind === "moved") setSeen(result.name);
      if (result.kind !== "renamed") return;
      client.removeQueries({ queryKey: keys.flow(flowId) });
      void client.invalidateQueries({ queryKey: keys.flows });
      onDone(name.trim());
    },
  });
  const { data: result, error: thrown } = renaming;
  return (
    <FormDialog
      title={words.title}
      description={words.description(flowId)}
      submit={result?.kind === "moved" ? words.again : words.submit}
      busy={renaming.isPending}
      onSubmit={() => {
        setSubmitted(true);
        if (error === null) renaming.mutate();
      }}
      onClose={onClose}
      after={
        thrown !== null ? (
          <ChangeFailure failure={asFailure(thrown)} title={words.failed} />
        ) : result?.kind === "moved" ? (
          <Notice kind="warning" title={words.moved(result.name)}>
            {words.movedHint}
          </Notice>
        ) : result?.kind === "missing" ? (
          <Notice kind="bad" title={words.missing} />
        ) : null
      }
    >
      <Field label={texts.flowList.create.name} required error={submitted ? error : null}>
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
    </FormDialog>
  );
}
