/** What has to be told above the picture: what came of saving, work that was brought back, a draft that has moved on. */
import { useState } from "react";
import { useLocation } from "wouter";
import type { FlowRead } from "../api/types";
import { paths } from "../nav/paths";
import { Button } from "../ui/Button";
import { Notice } from "../ui/Notice";
import { useNow } from "../ui/useNow";
import { When } from "../ui/When";
import { Notices } from "./frame/Notices";
import { SavingNotice } from "./SavingNotice";
import type { Unsaved } from "./draft/unsaved";
import type { Editing } from "./draft/useDraft";
import type { Saving } from "./draft/useSaving";

interface Props {
  flowId: string;
  server: FlowRead | null;
  /** The server's draft is newer than what the unsaved work goes on from. */
  moved: boolean;
  broughtBack: Unsaved | null;
  editing: Editing;
  saving: Saving;
  onShowProblem: () => void;
}

export function EditorNotices({ flowId, server, moved, broughtBack, editing, saving, onShowProblem }: Props) {
  const [seen, setSeen] = useState(false);
  const now = useNow();
  const [, go] = useLocation();
  const compare = () => go(paths.compare(flowId, "draft", "unsaved"));
  const discard = () => {
    if (server !== null)
      editing.dispatch({ type: "adopt", definition: server.definition, revision: server.draftRevision });
    setSeen(true);
    saving.forget();
  };
  return (
    <Notices>
      {moved && server !== null ? (
        <Notice
          kind="warning"
          title="The draft was saved again since you began, from elsewhere."
          actions={
            <>
              <Button small onClick={compare}>
                Compare
              </Button>
              <Button small busy={saving.busy === "save"} onClick={() => void saving.save(true)}>
                Overwrite it with mine
              </Button>
              <Button small kind="danger" onClick={discard}>
                Take it, discard mine
              </Button>
            </>
          }
        >
          Yours goes on from revision {editing.state.base.revision}; the server has revision {server.draftRevision}.
          Nothing is lost yet: your work is kept in this browser.
        </Notice>
      ) : null}
      {!moved && broughtBack !== null && !seen && editing.dirty ? (
        <Notice
          kind="info"
          title="Your unsaved work is back."
          actions={
            <>
              <Button small onClick={() => setSeen(true)}>
                Go on with it
              </Button>
              {server === null ? null : (
                <>
                  <Button small onClick={compare}>
                    Compare
                  </Button>
                  <Button small kind="danger" onClick={discard}>
                    Discard it
                  </Button>
                </>
              )}
            </>
          }
        >
          {server === null ? "This flow was never saved. It was" : "It was"} kept in this browser{" "}
          {broughtBack.at === "" ? null : <When at={broughtBack.at} now={now} />}.
        </Notice>
      ) : null}
      {editing.kept ? null : (
        <Notice kind="warning" title="This browser cannot keep your unsaved work.">
          Its storage is full or forbidden. Save the draft, or export it as JSON, before you leave.
        </Notice>
      )}
      {saving.outcome === null || (moved && saving.outcome.kind === "moved") ? null : (
        <SavingNotice outcome={saving.outcome} flowId={flowId} onClose={saving.forget} onShowProblem={onShowProblem} />
      )}
    </Notices>
  );
}
