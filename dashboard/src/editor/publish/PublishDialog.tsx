/** The dialog that publishes the draft. If the gate refuses it, the dialog shows why, and takes a reason to publish all the same. */
import { useId, useState } from "react";
import type { FlowDefinition } from "../../api/types";
import { GateFindings } from "../../proof/GateFindings";
import { GateSummary } from "../../proof/GateSummary";
import { GateWait } from "../../proof/GateWait";
import { useAttempts } from "../../proof/useAttempts";
import { waitFor } from "../../proof/wait-for";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { FormDialog } from "../../ui/FormDialog";
import { Notice } from "../../ui/Notice";
import { Wait } from "../../ui/Wait";
import type { PublishOptions, Saving } from "../draft/useSaving";
import styles from "./PublishDialog.module.css";

interface Props {
  flowId: string;
  latest: number | null;
  definition: FlowDefinition;
  saving: Saving;
  onClose: () => void;
}

/** The most characters of a note and of a reason. */
const MAX_LENGTH = 500;

export function PublishDialog({ flowId, latest, definition, saving, onClose }: Props) {
  const words = texts.editor.publishDialog;
  const gate = useId();
  const [note, setNote] = useState("");
  const [reason, setReason] = useState("");
  const [submitted, setSubmitted] = useState(false);
  const { outcome, busy } = saving;
  const refused = outcome?.kind === "refused" ? outcome : null;
  const attempts = useAttempts();
  const waiting = refused === null ? null : waitFor(refused.failure);

  /** `only`: the revision that the gate has replayed, if the dialog publishes by itself. */
  const publish = async (override?: string, only?: number) => {
    attempts.begin(only !== undefined);
    const options: PublishOptions = {
      ...(note.trim() === "" ? {} : { note: note.trim() }),
      ...(override === undefined ? {} : { override }),
    };
    const result = await saving.publish(options, only);
    // The editor shows every other outcome.
    if (result.kind !== "refused") onClose();
  };
  const publishAnyway = () => {
    setSubmitted(true);
    if (reason.trim() !== "") void publish(reason.trim());
  };

  return (
    <FormDialog
      title={words.title((latest ?? 0) + 1)}
      description={words.description}
      submit={refused === null ? words.submit : words.again}
      busy={busy !== null}
      onSubmit={() => void publish()}
      onClose={onClose}
      other={
        refused === null ? null : (
          <Button kind="danger" disabled={busy !== null} onClick={publishAnyway}>
            {words.submitOverride}
          </Button>
        )
      }
      after={
        refused === null ? (
          <section className={styles.gate} aria-labelledby={gate}>
            <h3 id={gate}>{words.gate}</h3>
            {busy === "publish" ? <Wait>{words.busy}</Wait> : <GateSummary flowId={flowId} />}
          </section>
        ) : (
          <>
            {waiting?.alone === true ? null : <Notice kind="bad" title={texts.proof.result.refused} />}
            {busy === "publish" ? (
              <Wait>{words.busy}</Wait>
            ) : waiting === null ? null : (
              <GateWait
                key={attempts.number}
                {...{ flowId, waiting, attempts }}
                hint={texts.proof.waiting.publishes}
                onAgain={() => void publish(undefined, refused.revision)}
              />
            )}
            <GateFindings
              flowId={flowId}
              result={refused.gate}
              refusing={new Set(refused.failure.problems.map(({ field }) => field ?? ""))}
              definition={definition}
            />
            <Field
              label={words.override}
              hint={words.overrideHint}
              error={submitted && reason.trim() === "" ? words.overrideMissing : null}
            >
              {(control) => (
                <textarea
                  {...control}
                  rows={2}
                  maxLength={MAX_LENGTH}
                  value={reason}
                  onChange={({ target }) => setReason(target.value)}
                />
              )}
            </Field>
          </>
        )
      }
    >
      <Field label={words.note} hint={words.noteHint}>
        {(control) => (
          <textarea
            {...control}
            rows={2}
            maxLength={MAX_LENGTH}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
