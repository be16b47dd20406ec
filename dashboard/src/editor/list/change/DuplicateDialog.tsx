/** The dialog that copies a flow to another id, and opens the copy. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { draftState } from "../../../api/draft";
import { asFailure } from "../../../api/failure";
import { keys } from "../../../api/flows";
import type { FlowSummary, StoredTest } from "../../../api/types";
import { flowIdError, suggestFlowId } from "../../../flow/definition/flow-id";
import { paths } from "../../../nav/paths";
import { texts } from "../../../texts";
import { Button } from "../../../ui/Button";
import { Field } from "../../../ui/Field";
import { FormDialog } from "../../../ui/FormDialog";
import { Notice } from "../../../ui/Notice";
import { IdField } from "../IdField";
import styles from "../list.module.css";
import { ChangeFailure } from "./ChangeFailure";
import { copyFlow, saveTests } from "./duplicate";

interface Props {
  flow: FlowSummary;
  onClose: () => void;
}

export function DuplicateDialog({ flow, onClose }: Props) {
  const client = useQueryClient();
  const [, go] = useLocation();
  const words = texts.flowList.duplicate;
  const [name, setName] = useState(words.nameOf(flow.name || flow.flowId));
  const [ownId, setOwnId] = useState<string | null>(null);
  const [version, setVersion] = useState<"draft" | "latest">("draft");
  const [tests, setTests] = useState(true);
  const [submitted, setSubmitted] = useState(false);
  const { latestVersion } = flow;
  const id = ownId ?? suggestFlowId(name);
  const nameError = name.trim() === "" ? texts.flowList.create.nameEmpty : null;
  const idError = flowIdError(id);
  const copying = useMutation({
    // `left`: the tests that the last attempt did not copy; null if there was none.
    mutationFn: async (left: readonly StoredTest[] | null) => {
      const to = { from: flow.flowId, version, flowId: id, name: name.trim(), tests };
      return { ...(left === null ? await copyFlow(to) : await saveTests(id, left)), id };
    },
    onSuccess: (result) => {
      if (result.kind === "taken") return;
      client.removeQueries({ queryKey: keys.flow(id) });
      void client.invalidateQueries({ queryKey: keys.flows });
      if (result.kind === "copied") go(paths.flow(id));
    },
  });
  const { data: result, error: thrown } = copying;
  const partly = result?.kind === "partly" ? result : null;
  const taken = result?.kind === "taken" && result.id === id;
  return (
    <FormDialog
      title={words.title(flow.name || flow.flowId)}
      description={words.description}
      submit={partly === null ? words.submit : texts.common.retry}
      busy={copying.isPending}
      onSubmit={() => {
        setSubmitted(true);
        if (nameError === null && idError === null) copying.mutate(partly?.left ?? null);
      }}
      onClose={onClose}
      after={
        thrown !== null ? (
          <ChangeFailure failure={asFailure(thrown)} title={words.failed} />
        ) : partly === null ? null : (
          <Notice
            kind="warning"
            title={words.partly(partly.left.length, partly.failure.title)}
            actions={
              <Button small onClick={() => go(paths.flow(id))}>
                {words.openCopy}
              </Button>
            }
          />
        )
      }
    >
      {partly !== null ? null : (
        <>
          <Field label={texts.flowList.create.name} required error={submitted ? nameError : null}>
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
            hint={texts.flowList.create.idHint}
            error={taken ? texts.flowList.create.idTaken : submitted || ownId !== null ? idError : null}
            value={id}
            onValue={setOwnId}
          />
          {draftState(flow) === "changed" && latestVersion !== null ? (
            <Field label={words.what}>
              {(control) => (
                <select
                  {...control}
                  value={version}
                  onChange={({ target }) => setVersion(target.value === "latest" ? "latest" : "draft")}
                >
                  <option value="draft">{words.draft}</option>
                  <option value="latest">{words.latest(latestVersion)}</option>
                </select>
              )}
            </Field>
          ) : null}
          <label className={styles.check}>
            <input type="checkbox" checked={tests} onChange={({ target }) => setTests(target.checked)} />
            {words.tests}
          </label>
        </>
      )}
    </FormDialog>
  );
}
