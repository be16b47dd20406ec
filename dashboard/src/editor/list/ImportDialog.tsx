/** Reads a flow from a file and saves it as a draft. One that is refused can be opened all the same, and mended. */
import { useState } from "react";
import { useLocation } from "wouter";
import type { FlowDefinition } from "../../api/types";
import { paths } from "../../nav/paths";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Notice } from "../../ui/Notice";
import { keepUnsaved } from "../draft/unsaved";
import { readFlowText } from "../../flow/definition/flow-file";
import { flowIdFault, suggestFlowId } from "../../flow/definition/flow-id";
import { counted, inOrder, inWords } from "../../flow/definition/problems";
import { findDraft } from "../../api/flows";
import { IdField } from "./IdField";
import styles from "./list.module.css";
import { useCreateFlow } from "./useCreateFlow";

interface Chosen {
  file: string;
  definition: FlowDefinition | null;
  fault: string | null;
}

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [id, setId] = useState("");
  const [openFault, setOpenFault] = useState(false);
  const making = useCreateFlow();
  const [, go] = useLocation();
  const definition = chosen?.definition ?? null;
  const idFault = flowIdFault(id);
  const problems = inOrder(making.failure?.problems ?? []);

  const choose = async (file: File) => {
    const read = readFlowText(await file.text());
    const fromFile = suggestFlowId(file.name.replace(/\.json$/i, ""));
    if ("fault" in read) {
      setChosen({ file: file.name, definition: null, fault: read.fault });
      return;
    }
    setChosen({ file: file.name, definition: read.definition, fault: null });
    setId(fromFile || suggestFlowId(read.definition.name));
  };
  const save = async (replace: boolean) => {
    if (definition === null || idFault !== null) return;
    if (await making.make(id, definition, replace)) go(paths.flow(id));
  };
  const open = async () => {
    if (definition === null || idFault !== null) return;
    const server = await findDraft(id).catch(() => null);
    const unsaved = { definition, unfinished: [], revision: server?.draftRevision ?? 0, at: new Date().toISOString() };
    if (keepUnsaved(id, unsaved)) go(paths.flow(id));
    else setOpenFault(true);
  };

  const taken = making.taken !== null && making.taken === id;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Import a flow"
      description="A JSON file, as a flow is exported. It becomes a draft; nothing is published."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {problems.length > 0 || openFault ? (
            <Button onClick={() => void open()}>Open it unsaved, to mend it</Button>
          ) : null}
          <Button
            kind={taken ? "danger" : "primary"}
            busy={making.busy}
            disabled={definition === null || idFault !== null}
            onClick={() => void save(taken)}
          >
            {taken ? "Replace that draft" : "Import"}
          </Button>
        </>
      }
    >
      <Field label="File" error={chosen?.fault ? `${chosen.file} cannot be opened. ${chosen.fault}` : null}>
        {(control) => (
          <input
            {...control}
            type="file"
            accept=".json,application/json"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file !== undefined) void choose(file);
            }}
          />
        )}
      </Field>
      {definition === null ? null : (
        <IdField hint="Agents, addresses and the API know the flow by it." error={idFault} value={id} onValue={setId} />
      )}
      {taken ? (
        <Notice kind="warning" title={`There is a flow ${id} already.`}>
          Choose another id, or replace its draft. Its published versions stay as they are.
        </Notice>
      ) : null}
      {making.failure === null ? null : problems.length > 0 ? (
        <Notice kind="bad" title={`Not imported: it has ${counted(problems)}.`}>
          <ul className={styles.problems}>
            {problems.slice(0, 20).map((problem, index) => (
              <li key={index}>{inWords(problem)}</li>
            ))}
          </ul>
          {problems.length > 20 ? `… and ${problems.length - 20} more.` : null}
        </Notice>
      ) : (
        <Notice kind="bad" title={`Not imported: ${making.failure.title}`}>
          {making.failure.kind === "away" ? "Press Import again when the API is back." : making.failure.remedy}
        </Notice>
      )}
      {openFault ? (
        <Notice kind="bad" title="This browser cannot keep unsaved work.">
          Its storage is full or forbidden. Mend the file itself, and import it again.
        </Notice>
      ) : null}
    </Dialog>
  );
}
