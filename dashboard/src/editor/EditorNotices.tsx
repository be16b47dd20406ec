/** The notices above the diagram: the result of saving, restored work, and a draft that was saved elsewhere. */
import { useState } from "react";
import { useLocation } from "wouter";
import type { FlowRead } from "../api/types";
import { paths } from "../nav/paths";
import { texts } from "../texts";
import { Button } from "../ui/Button";
import { Notice } from "../ui/Notice";
import { useNow } from "../ui/useNow";
import { When } from "../ui/When";
import type { Unsaved } from "./draft/unsaved";
import type { Draft } from "./draft/useDraft";
import type { Saving } from "./draft/useSaving";
import { Notices } from "./frame/Notices";
import { SavingNotice } from "./SavingNotice";

interface Props {
  flowId: string;
  server: FlowRead | null;
  /** The server's draft is newer than the base of the unsaved changes. */
  moved: boolean;
  /** The unsaved changes that this browser had stored when the page opened. */
  restored: Unsaved | null;
  draft: Draft;
  saving: Saving;
  onShowProblem: () => void;
  onShowGate: () => void;
}

export function EditorNotices({ flowId, server, moved, restored, draft, saving, onShowProblem, onShowGate }: Props) {
  const [seen, setSeen] = useState(false);
  const now = useNow();
  const [, go] = useLocation();
  const words = texts.editor.notices;
  const compare = () => go(paths.compare(flowId, "draft", "unsaved"));
  const discard = () => {
    if (server !== null) {
      draft.dispatch({ type: "adopt", definition: server.definition, revision: server.draftRevision });
    }
    setSeen(true);
    saving.clearOutcome();
  };
  return (
    <Notices>
      {moved && server !== null ? (
        <Notice
          kind="warning"
          title={words.moved}
          actions={
            <>
              <Button small onClick={compare}>
                {words.compare}
              </Button>
              <Button small busy={saving.busy === "save"} onClick={() => void saving.save(true)}>
                {words.overwrite}
              </Button>
              <Button small kind="danger" onClick={discard}>
                {words.takeTheirs}
              </Button>
            </>
          }
        >
          {words.movedHint(draft.state.base.revision, server.draftRevision)}
        </Notice>
      ) : null}
      {!moved && restored !== null && !seen && draft.dirty ? (
        <Notice
          kind="info"
          title={words.restored}
          actions={
            <>
              <Button small onClick={() => setSeen(true)}>
                {words.keepEditing}
              </Button>
              {server === null ? null : (
                <>
                  <Button small onClick={compare}>
                    {words.compare}
                  </Button>
                  <Button small kind="danger" onClick={discard}>
                    {words.discard}
                  </Button>
                </>
              )}
            </>
          }
        >
          {server === null ? words.restoredNeverSavedHint : words.restoredHint}{" "}
          {restored.at === "" ? null : <When at={restored.at} now={now} />}.
        </Notice>
      ) : null}
      {draft.stored ? null : (
        <Notice kind="warning" title={words.notStored}>
          {words.notStoredHint}
        </Notice>
      )}
      {saving.outcome === null || (moved && saving.outcome.kind === "moved") ? null : (
        <SavingNotice
          outcome={saving.outcome}
          flowId={flowId}
          onDismiss={saving.clearOutcome}
          onShowProblem={onShowProblem}
          onShowGate={onShowGate}
        />
      )}
    </Notices>
  );
}
