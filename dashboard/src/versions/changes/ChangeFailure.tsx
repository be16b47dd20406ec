/** Why the last change failed, for a dialog. */
import { texts } from "../../texts";
import { Notice } from "../../ui/Notice";
import type { Changes } from "./useChanges";

export function ChangeFailure({ changes: { outcome } }: { changes: Changes }) {
  if (outcome?.kind !== "failed") return null;
  return (
    <Notice kind="bad" title={texts.versions.outcome.failed(outcome.failure.title)}>
      {outcome.failure.remedy}
    </Notice>
  );
}
