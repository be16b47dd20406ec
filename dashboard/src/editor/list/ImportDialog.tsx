/** The dialog that saves a flow from a file as a draft, also one of another product. A flow that the API refuses can be opened unsaved and fixed. */
import { useRef, useState } from "react";
import { useLocation } from "wouter";
import type { FlowDefinition, ImportedFlow } from "../../api/types";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Notice } from "../../ui/Notice";
import { storeUnsaved } from "../draft/unsaved";
import { readImport } from "./import-file";
import { flowIdError, suggestFlowId } from "../../flow/definition/flow-id";
import { inOrder, problemCounts, problemText } from "../../flow/definition/problems";
import { findDraft } from "../../api/flows";
import { IdField } from "./IdField";
import { importedFlows } from "./imported-flows";
import { ImportNotes } from "./ImportNotes";
import styles from "./list.module.css";
import { useCreateFlow } from "./useCreateFlow";

/** The selected file: either a definition, or the reason why it has none. */
interface Selected {
  file: string;
  definition: FlowDefinition | null;
  error: string | null;
  /** What the API made of an export of another product; null for a flow of Callflow. */
  imported: ImportedFlow | null;
}

/** The number of problems that the dialog lists. */
const SHOWN_PROBLEMS = 20;

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [selected, setSelected] = useState<Selected | null>(null);
  const [id, setId] = useState("");
  const [notStored, setNotStored] = useState(false);
  const [reading, setReading] = useState(false);
  const latest = useRef<File | null>(null);
  const creation = useCreateFlow();
  const [, go] = useLocation();
  const words = texts.flowList.importDialog;
  const definition = selected?.definition ?? null;
  const flows = selected?.imported
    ? importedFlows(selected.imported, id)
    : definition === null
      ? []
      : [{ flowId: id, definition }];
  const idError = flowIdError(id);
  const problems = inOrder(creation.failure?.problems ?? []);

  const select = async (file: File) => {
    latest.current = file;
    setSelected(null);
    setReading(true);
    const read = await readImport(file);
    // Another file may have been chosen in the meantime.
    if (latest.current !== file) return;
    setReading(false);
    const fromFile = suggestFlowId(file.name.replace(/\.(json|vf|zip)$/i, ""));
    if ("error" in read) {
      setSelected({ file: file.name, definition: null, error: read.error, imported: null });
      return;
    }
    setSelected({ file: file.name, definition: read.definition, error: null, imported: read.imported });
    setId(fromFile || suggestFlowId(read.definition.name));
  };
  const save = async (replace: boolean) => {
    if (flows.length === 0 || idError !== null) return;
    if (await creation.create(flows, replace)) go(paths.flow(id));
  };
  const open = async () => {
    const own = flows.at(-1)?.definition;
    if (own === undefined || idError !== null) return;
    const server = await findDraft(id).catch(() => null);
    const unsaved = {
      definition: own,
      unfinished: [],
      revision: server?.draftRevision ?? 0,
      at: new Date().toISOString(),
    };
    if (storeUnsaved(id, unsaved)) go(paths.flow(id));
    else setNotStored(true);
  };

  const taken = flows.find(({ flowId }) => flowId === creation.taken)?.flowId ?? null;
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title}
      description={words.description}
      actions={
        <>
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          {problems.length > 0 || notStored ? <Button onClick={() => void open()}>{words.openUnsaved}</Button> : null}
          <Button
            kind={taken !== null ? "danger" : "primary"}
            busy={creation.busy}
            disabled={definition === null || idError !== null}
            onClick={() => void save(taken !== null)}
          >
            {taken !== null ? words.replace : words.submit}
          </Button>
        </>
      }
    >
      <Field label={words.file} error={selected?.error ? words.unreadable(selected.file, selected.error) : null}>
        {(control) => (
          <input
            {...control}
            type="file"
            accept=".json,.vf,.zip,application/json,application/zip"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file !== undefined) void select(file);
            }}
          />
        )}
      </Field>
      {reading ? <Notice kind="info" title={words.reading} /> : null}
      {selected?.imported ? <ImportNotes imported={selected.imported} /> : null}
      {definition === null ? null : <IdField hint={words.idHint} error={idError} value={id} onValue={setId} />}
      {flows.length > 1 ? (
        <Notice kind="info" title={words.inner(flows.length - 1)}>
          <ul className={styles.problems}>
            {flows.slice(0, -1).map(({ flowId, definition: { name } }) => (
              <li key={flowId}>
                {name} <code>{flowId}</code>
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {taken !== null ? (
        <Notice kind="warning" title={words.taken(taken)}>
          {words.takenHint}
        </Notice>
      ) : null}
      {creation.failure === null ? null : problems.length > 0 ? (
        <Notice kind="bad" title={words.hasProblems(problemCounts(problems))}>
          <ul className={styles.problems}>
            {problems.slice(0, SHOWN_PROBLEMS).map((problem, index) => (
              <li key={index}>{problemText(problem)}</li>
            ))}
          </ul>
          {problems.length > SHOWN_PROBLEMS ? words.moreProblems(problems.length - SHOWN_PROBLEMS) : null}
        </Notice>
      ) : (
        <Notice kind="bad" title={words.failed(creation.failure.title)}>
          {creation.failure.kind === "away" ? words.retryLater : creation.failure.remedy}
        </Notice>
      )}
      {notStored ? (
        <Notice kind="bad" title={words.notStored}>
          {words.notStoredHint}
        </Notice>
      ) : null}
    </Dialog>
  );
}
