/** What the last change led to. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import { Button, buttonClass } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import type { Giver } from "../model/givers";
import type { Changes } from "./useChanges";

const namesOf = (givers: readonly Giver[]) => givers.map(({ name }) => name).join(", ");

export function ChangeNotice({ changes, flowId }: { changes: Changes; flowId: string }) {
  const { outcome, busy } = changes;
  const words = texts.versions.outcome;
  const dismiss = (
    <Button small onClick={() => changes.setOutcome(null)}>
      {texts.common.dismiss}
    </Button>
  );
  if (outcome === null) return null;
  const good = (title: string, more: ReactNode = null, action: ReactNode = null) => (
    <Notice
      kind="good"
      title={title}
      actions={
        <>
          {action}
          {dismiss}
        </>
      }
    >
      {more}
    </Notice>
  );
  switch (outcome.kind) {
    case "restored":
      return good(
        words.restored(outcome.version, outcome.revision),
        null,
        <Link href={paths.flow(flowId)} className={buttonClass("plain", true)}>
          {words.openDraft}
        </Link>,
      );
    case "takenBack": {
      const { version, before } = outcome;
      return good(
        words.takenBack(version),
        words.takenBackHint(namesOf(before.map(({ giver }) => giver))),
        <Button small busy={busy} onClick={() => void changes.undo(version, before)}>
          {words.undo}
        </Button>,
      );
    }
    case "undone":
      return good(words.undone(outcome.version));
    case "rolledOut":
      return good(words.rolledOut(namesOf(outcome.givers)));
    case "gateSaved":
      return good(words.gateSaved);
    case "failed":
      return (
        <Notice kind="bad" title={words.failed(outcome.failure.title)} actions={dismiss}>
          {outcome.failure.remedy}
        </Notice>
      );
    default:
      return outcome satisfies never;
  }
}
