/** The editor of a draft: its diagram, the form of the selected node, and its problems. */
import { useMemo, useState } from "react";
import type { FlowRead } from "../api/types";
import { nodeById } from "../flow/definition/edits";
import { handlerPath } from "../flow/definition/handlers/handlers";
import { ofUnfinished } from "../flow/definition/problems";
import { FlowDiagram } from "../flow/diagram/FlowDiagram";
import { texts } from "../texts";
import type { Unsaved } from "./draft/unsaved";
import { useCheck } from "./draft/useCheck";
import { useDraft } from "./draft/useDraft";
import { useSaving } from "./draft/useSaving";
import { EditorHeader } from "./EditorHeader";
import { EditorNotices } from "./EditorNotices";
import { EditorFrame } from "./frame/EditorFrame";
import { NodePanel } from "./panels/NodePanel";
import { ProblemPanel } from "./panels/ProblemPanel";
import { SettingsPanel } from "./panels/SettingsPanel";
import { SidePanel } from "./panels/SidePanel";
import { useSelection } from "./panels/useSelection";
import { PublishDialog } from "./publish/PublishDialog";

interface Props {
  flowId: string;
  /** The server's draft; null if the flow was never saved. */
  server: FlowRead | null;
  unsaved: Unsaved | null;
}

export function DraftEditor({ flowId, server, unsaved }: Props) {
  const draft = useDraft(flowId, () => {
    const base = { definition: server?.definition ?? null, revision: unsaved?.revision ?? server?.draftRevision ?? 0 };
    const now = unsaved?.definition ?? server?.definition;
    if (now === undefined) throw new Error(`The flow ${flowId} has neither a saved nor an unsaved draft.`);
    return [base, now, unsaved?.unfinished ?? []];
  });
  const { definition, state, dirty, edit, dispatch } = draft;
  const moved = server !== null && server.draftRevision > state.base.revision;
  if (moved && !dirty) dispatch({ type: "adopt", definition: server.definition, revision: server.draftRevision });

  const saving = useSaving(flowId, draft);
  const check = useCheck(flowId, definition);
  const problems = useMemo(
    () => [...ofUnfinished(state.unfinished, definition), ...check.problems],
    [state.unfinished, definition, check.problems],
  );
  const selection = useSelection();
  const [publishing, setPublishing] = useState(false);
  const node = nodeById(definition, selection.nodeId);

  return (
    <EditorFrame
      head={
        <>
          <EditorHeader
            flowId={flowId}
            server={server}
            draft={draft}
            saving={saving}
            onPublish={() => setPublishing(true)}
          />
          <EditorNotices
            flowId={flowId}
            server={server}
            moved={moved && dirty}
            restored={unsaved}
            draft={draft}
            saving={saving}
            onShowProblem={() => {
              const first = problems[0];
              if (first !== undefined) selection.showProblem(first, check.of);
            }}
            onShowGate={() => setPublishing(true)}
          />
          {publishing ? (
            <PublishDialog
              flowId={flowId}
              latest={server?.latestVersion ?? null}
              definition={definition}
              saving={saving}
              onClose={() => setPublishing(false)}
            />
          ) : null}
        </>
      }
      diagram={
        <FlowDiagram
          definition={definition}
          problems={problems}
          selected={selection.nodeId}
          onSelect={selection.select}
          onSelectHandler={(id) => selection.showSetting(handlerPath(definition, id))}
          onEdit={edit}
        />
      }
      below={
        <ProblemPanel
          problems={problems}
          check={check}
          onShow={(problem) => selection.showProblem(problem, check.of)}
        />
      }
      side={
        <SidePanel
          key={node?.id ?? ""}
          title={node === undefined ? texts.editor.side.title : ""}
          overlay={node !== undefined}
          focusOn={selection.focusOn}
          onClose={() => selection.select(null)}
        >
          {node === undefined ? (
            <SettingsPanel definition={definition} problems={problems} draft={draft} onSelect={selection.select} />
          ) : (
            <NodePanel
              flowId={flowId}
              node={node}
              definition={definition}
              problems={problems}
              checked={check.of}
              draft={draft}
              onSelect={selection.select}
            />
          )}
        </SidePanel>
      }
    />
  );
}
