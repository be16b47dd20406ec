/** Asks what a new flow is called, saves the smallest flow that is right, and opens it. */
import { useId, useState } from "react";
import { useLocation } from "wouter";
import { paths } from "../../nav/paths";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Notice } from "../../ui/Notice";
import { flowIdFault, suggestFlowId } from "../../flow/definition/flow-id";
import { newFlow } from "../../flow/definition/new-flow";
import { IdField } from "./IdField";
import styles from "./list.module.css";
import { useCreateFlow } from "./useCreateFlow";

export function NewFlowDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [ownId, setOwnId] = useState<string | null>(null);
  const [pressed, setPressed] = useState(false);
  const making = useCreateFlow();
  const form = useId();
  const [, go] = useLocation();
  const id = ownId ?? suggestFlowId(name);
  const nameFault = name.trim() === "" ? "Write a name." : null;
  const idFault = flowIdFault(id);

  const make = async () => {
    setPressed(true);
    if (nameFault !== null || idFault !== null) return;
    if (await making.make(id, newFlow(name.trim()), false)) go(paths.flow(id));
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title="New flow"
      description="It begins with a greeting, a question and a goodbye."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={form} busy={making.busy}>
            Make and open it
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className={styles.contents}
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <Field label="Name" required error={pressed ? nameFault : null}>
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
          hint="Agents, addresses and the API know the flow by it; it cannot be changed later."
          error={
            making.taken === id
              ? "There is a flow of this id already; choose another."
              : pressed || ownId !== null
                ? idFault
                : null
          }
          value={id}
          onValue={setOwnId}
        />
      </form>
      {making.failure === null ? null : (
        <Notice kind="bad" title={`Not made: ${making.failure.title}`}>
          {making.failure.kind === "away" ? "Press it again when the API is back." : making.failure.remedy}
        </Notice>
      )}
    </Dialog>
  );
}
