/** The draft of a flow: its picture, the form of the node that is chosen, and what is wrong with it. */
import { useMemo } from "react";
import type { FlowRead } from "../api/types";
import { FlowDiagram } from "../flow/diagram/FlowDiagram";
import { ofUnfinished } from "../flow/definition/problems";
import { nodeById } from "../flow/definition/draft";
import { EditorFrame } from "./frame/EditorFrame";
import { EditorHeader } from "./EditorHeader";
import { EditorNotices } from "./EditorNotices";
import { NodePanel } from "./panels/NodePanel";
import { ProblemPanel } from "./panels/ProblemPanel";
import { SettingsPanel } from "./panels/SettingsPanel";
import { SidePanel } from "./panels/SidePanel";
import type { Unsaved } from "./draft/unsaved";
import { useCheck } from "./draft/useCheck";
import { useSelection } from "./panels/useSelection";
import { useDraft } from "./draft/useDraft";
import { useSaving } from "./draft/useSaving";

interface Props {
  flowId: string;
  server: FlowRead | null;
  unsaved: Unsaved | null;
}

export function DraftEditor({ flowId, server, unsaved }: Props) {
  const editing = useDraft(flowId, () => {
    const base = { definition: server?.definition ?? null, revision: unsaved?.revision ?? server?.draftRevision ?? 0 };
    const now = unsaved?.definition ?? server?.definition;
    if (now === undefined) throw new Error(`There is nothing of the flow ${flowId} to edit.`);
    return [base, now, unsaved?.unfinished ?? []];
  });
  const { definition, state, dirty, edit, dispatch } = editing;
  const moved = server !== null && server.draftRevision > state.base.revision;
  if (moved && !dirty) dispatch({ type: "adopt", definition: server.definition, revision: server.draftRevision });

  const saving = useSaving(flowId, editing);
  const check = useCheck(flowId, definition);
  const problems = useMemo(
    () => [...ofUnfinished(state.unfinished, definition), ...check.problems],
    [state.unfinished, definition, check.problems],
  );
  const chosen = useSelection();
  const node = nodeById(definition, chosen.nodeId);

  return (
    <EditorFrame
      head={
        <>
          <EditorHeader flowId={flowId} server={server} editing={editing} saving={saving} />
          <EditorNotices
            flowId={flowId}
            server={server}
            moved={moved && dirty}
            broughtBack={unsaved}
            editing={editing}
            saving={saving}
            onShowProblem={() => {
              const first = problems[0];
              if (first !== undefined) chosen.showProblem(first, check.of);
            }}
          />
        </>
      }
      picture={
        <FlowDiagram
          definition={definition}
          problems={problems}
          selected={chosen.nodeId}
          onSelect={chosen.choose}
          onChange={(now) => edit(() => now)}
        />
      }
      below={
        <ProblemPanel problems={problems} check={check} onShow={(problem) => chosen.showProblem(problem, check.of)} />
      }
      side={
        <SidePanel
          key={node?.id ?? ""}
          title={node === undefined ? "Flow" : ""}
          overlay={node !== undefined}
          focusOn={chosen.focusOn}
          onClose={() => chosen.choose(null)}
        >
          {node === undefined ? (
            <SettingsPanel definition={definition} problems={problems} editing={editing} onChoose={chosen.choose} />
          ) : (
            <NodePanel
              node={node}
              definition={definition}
              problems={problems}
              checked={check.of}
              editing={editing}
              onChoose={chosen.choose}
            />
          )}
        </SidePanel>
      }
    />
  );
}
