/** The draft of a flow: its picture, the form of the node that is chosen, and what is wrong with it. */
import { useMemo } from "react";
import type { FlowRead } from "../../api/types";
import { FlowPicture } from "../../picture/FlowPicture";
import { ofUnfinished } from "../problems";
import { nodeById } from "./draft";
import { EditorFrame } from "./EditorFrame";
import { EditorHeader } from "./EditorHeader";
import { EditorNotices } from "./EditorNotices";
import { NodePanel } from "./NodePanel";
import { ProblemPanel } from "./ProblemPanel";
import { SettingsPanel } from "./SettingsPanel";
import { SidePanel } from "./SidePanel";
import type { Unsaved } from "./unsaved";
import { useCheck } from "./useCheck";
import { useChosen } from "./useChosen";
import { useEditing } from "./useEditing";
import { useSaving } from "./useSaving";

interface Props {
  flowId: string;
  server: FlowRead | null;
  unsaved: Unsaved | null;
}

export function DraftEditor({ flowId, server, unsaved }: Props) {
  const editing = useEditing(flowId, () => {
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
  const chosen = useChosen();
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
        <FlowPicture
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
