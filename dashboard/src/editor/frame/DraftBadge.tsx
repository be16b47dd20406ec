/** The state of a flow's draft as a badge. */
import { draftState, type Revisions } from "../../api/draft";
import { texts } from "../../texts";
import { Badge } from "../../ui/Badge";

export function DraftBadge({ flow }: { flow: Revisions }) {
  const words = texts.editor.draftState;
  switch (draftState(flow)) {
    case "unpublished":
      return <Badge kind="neutral">{words.unpublished}</Badge>;
    case "published":
      return <Badge kind="good">{words.published}</Badge>;
    case "changed":
      return <Badge kind="accent">{words.changed(flow.latestVersion)}</Badge>;
  }
}
