/** The result of saving or publishing. */
import { Link } from "wouter";
import { inOrder } from "../flow/definition/problems";
import { paths } from "../nav/paths";
import { texts } from "../texts";
import { Button } from "../ui/Button";
import { Notice } from "../ui/Notice";
import type { SavingOutcome } from "./draft/useSaving";

interface Props {
  outcome: SavingOutcome;
  flowId: string;
  onDismiss: () => void;
  onShowProblem: () => void;
  /** Opens the dialog that has the gate's result. */
  onShowGate: () => void;
}

export function SavingNotice({ outcome, flowId, onDismiss, onShowProblem, onShowGate }: Props) {
  const words = texts.editor.saving;
  const dismiss = (
    <Button small onClick={onDismiss}>
      {texts.common.dismiss}
    </Button>
  );
  switch (outcome.kind) {
    case "saved":
      return (
        <Notice kind="good" title={words.saved} actions={dismiss}>
          {words.savedHint}
        </Notice>
      );
    case "published": {
      const { version } = outcome;
      return (
        <Notice kind="good" title={words.published(version)} actions={dismiss}>
          {words.publishedHint}{" "}
          {version > 1 ? (
            <Link href={paths.compare(flowId, String(version - 1), String(version))}>{words.seeChanges}</Link>
          ) : null}
        </Notice>
      );
    }
    case "moved":
      return (
        <Notice kind="warning" title={words.moved} actions={dismiss}>
          {words.movedHint}
        </Notice>
      );
    case "unfinished":
      return (
        <Notice
          kind="bad"
          title={words.unfinished}
          actions={
            <Button small onClick={onShowProblem}>
              {words.showField}
            </Button>
          }
        >
          {words.unfinishedHint}
        </Notice>
      );
    case "refused":
      return (
        <Notice
          kind="bad"
          title={words.notPublished(words.gateRefuses)}
          actions={
            <>
              <Button small onClick={onShowGate}>
                {words.showGate}
              </Button>
              {dismiss}
            </>
          }
        >
          {words.gateRefusesHint}
        </Notice>
      );
    case "failed": {
      const { failure, doing } = outcome;
      const title = doing === "save" ? words.notSaved : words.notPublished;
      if (failure.problems.length > 0) {
        const errors = inOrder(failure.problems).filter(({ severity }) => severity === "error");
        return (
          <Notice
            kind="bad"
            title={title(words.hasErrors(errors.length))}
            actions={
              <>
                <Button small onClick={onShowProblem}>
                  {words.showFirst}
                </Button>
                {dismiss}
              </>
            }
          >
            {words.hasErrorsHint}
          </Notice>
        );
      }
      return (
        <Notice kind="bad" title={title(failure.title)} actions={dismiss}>
          {failure.kind === "away" ? words.retryLater : failure.remedy} {doing === "save" ? words.storedHere : ""}
        </Notice>
      );
    }
  }
}
