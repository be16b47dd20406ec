/** The dialog of the change that was chosen in a row's menu, and what came of the last one. */
import { useState } from "react";
import type { FlowSummary } from "../../../api/types";
import { texts } from "../../../texts";
import { Button } from "../../../ui/Button";
import { Notice } from "../../../ui/Notice";
import { DeletedNotice } from "./DeletedNotice";
import { DeleteDialog } from "./DeleteDialog";
import type { Deleted } from "./deletion";
import { DuplicateDialog } from "./DuplicateDialog";
import { RenameDialog } from "./RenameDialog";
import type { FlowChange } from "./RowMenu";

type Outcome =
  | { kind: "deleted"; deleted: Deleted }
  /** Somebody else had deleted the flow. */
  | { kind: "gone"; flowId: string }
  | { kind: "renamed"; name: string }
  | { kind: "back"; name: string };

export interface UsedChanges {
  open: (change: FlowChange, flow: FlowSummary) => void;
  chosen: { change: FlowChange; flow: FlowSummary } | null;
  close: () => void;
  outcome: Outcome | null;
  done: (outcome: Outcome | null) => void;
  /** The id of a flow that was deleted here. The list may still have it for some seconds. */
  gone: string | null;
}

export function useFlowChanges(): UsedChanges {
  const [chosen, setChosen] = useState<UsedChanges["chosen"]>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  return {
    open: (change, flow) => setChosen({ change, flow }),
    chosen,
    close: () => setChosen(null),
    outcome,
    done: (next) => {
      setChosen(null);
      setOutcome(next);
    },
    gone: outcome?.kind === "deleted" ? outcome.deleted.flowId : outcome?.kind === "gone" ? outcome.flowId : null,
  };
}

export function ChangeOutcome({ outcome, done }: UsedChanges) {
  const words = texts.flowList;
  if (outcome === null) return null;
  if (outcome.kind === "deleted") {
    const { deleted } = outcome;
    return (
      <DeletedNotice
        key={deleted.flowId}
        deleted={deleted}
        onBack={() => done({ kind: "back", name: deleted.name })}
        onClose={() => done({ kind: "gone", flowId: deleted.flowId })}
      />
    );
  }
  const title =
    outcome.kind === "renamed"
      ? words.rename.done(outcome.name)
      : outcome.kind === "back"
        ? words.remove.back(outcome.name)
        : null;
  if (title === null) return null;
  return (
    <Notice
      kind="good"
      title={title}
      actions={
        <Button small kind="quiet" onClick={() => done(null)}>
          {texts.common.dismiss}
        </Button>
      }
    />
  );
}

export function ChangeDialog({ chosen, close, done }: UsedChanges) {
  if (chosen === null) return null;
  const { change, flow } = chosen;
  switch (change) {
    case "duplicate":
      return <DuplicateDialog flow={flow} onClose={close} />;
    case "rename":
      return <RenameDialog flow={flow} onClose={close} onDone={(name) => done({ kind: "renamed", name })} />;
    case "delete":
      return (
        <DeleteDialog
          flow={flow}
          onClose={close}
          onDone={(deleted) =>
            done(deleted === null ? { kind: "gone", flowId: flow.flowId } : { kind: "deleted", deleted })
          }
        />
      );
  }
}
