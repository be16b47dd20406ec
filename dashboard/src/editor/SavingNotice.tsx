/** What came of saving or publishing. */
import { Link } from "wouter";
import { paths } from "../nav/paths";
import { Button } from "../ui/Button";
import { Notice } from "../ui/Notice";
import { counted, inOrder } from "../flow/definition/problems";
import type { Outcome } from "./draft/useSaving";

interface Props {
  outcome: Outcome;
  flowId: string;
  onClose: () => void;
  onShowProblem: () => void;
}

const KEPT = "Your work is kept in this browser until then.";

export function SavingNotice({ outcome, flowId, onClose, onShowProblem }: Props) {
  const close = (
    <Button small onClick={onClose}>
      Close
    </Button>
  );
  switch (outcome.kind) {
    case "saved":
      return (
        <Notice kind="good" title="The draft is saved." actions={close}>
          Calls use it once it is published; tests can use it now.
        </Notice>
      );
    case "published":
      return (
        <Notice kind="good" title={`Version ${outcome.version} is published.`} actions={close}>
          Calls that begin from now on use it; calls that are on keep theirs.{" "}
          {outcome.version > 1 ? (
            <Link href={paths.compare(flowId, String(outcome.version - 1), String(outcome.version))}>What changed</Link>
          ) : null}
        </Notice>
      );
    case "moved":
      return (
        <Notice kind="warning" title="Not saved: the draft was saved from elsewhere in the meantime." actions={close}>
          Press Save again to see both. {KEPT}
        </Notice>
      );
    case "unfinished":
      return (
        <Notice
          kind="bad"
          title="Not saved: a field is not finished."
          actions={
            <Button small onClick={onShowProblem}>
              Show it
            </Button>
          }
        >
          Complete it or empty it, and save again. {KEPT}
        </Notice>
      );
    case "failed": {
      const { failure, doing } = outcome;
      const not = doing === "save" ? "Not saved" : "Saved, but not published";
      if (failure.problems.length > 0) {
        return (
          <Notice
            kind="bad"
            title={`${not}: the flow has ${counted(inOrder(failure.problems).filter((one) => one.severity === "error"))}.`}
            actions={
              <>
                <Button small onClick={onShowProblem}>
                  Show the first
                </Button>
                {close}
              </>
            }
          >
            They are listed under Problems, and marked at their nodes. Mend them and save again. {KEPT}
          </Notice>
        );
      }
      return (
        <Notice kind="bad" title={`${not}: ${failure.title}`} actions={close}>
          {failure.kind === "away" ? "Press it again when the API is back." : failure.remedy}{" "}
          {doing === "save" ? KEPT : ""}
        </Notice>
      );
    }
  }
}
