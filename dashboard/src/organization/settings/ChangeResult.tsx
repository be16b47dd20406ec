/** What came of a change: nothing yet, a success, or why it failed. */
import { FailureNotice } from "../../ui/FailureNotice";
import { Notice } from "../../ui/Notice";
import type { Change } from "./useChange";

export function ChangeResult({ change }: { change: Change }) {
  if (change.failure !== null) return <FailureNotice failure={change.failure} onAgain={null} />;
  return change.done === null ? null : <Notice kind="good" title={change.done} />;
}
