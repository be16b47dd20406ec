/** The page of one flow: the editor of its draft, or with `?version=` a read-only view of a published version. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { useMay } from "../access/access";
import { asFailure } from "../api/failure";
import { keys, readFlow } from "../api/flows";
import { readUnsaved } from "./draft/unsaved";
import { DraftEditor } from "./DraftEditor";
import { FlowNotLoaded } from "./frame/FlowNotLoaded";
import { DraftView, VersionView } from "./VersionView";

export default function FlowPage({ flowId }: { flowId: string }) {
  const [params] = useSearchParams();
  const version = params.get("version");
  if (version === null || version === "draft") return <DraftPage flowId={flowId} />;
  return <VersionView key={version} flowId={flowId} version={version} />;
}

function DraftPage({ flowId }: { flowId: string }) {
  const mayEdit = useMay("PUT /api/flows/{flowId}");
  const [unsaved] = useState(() => readUnsaved(flowId));
  const query = useQuery({
    queryKey: keys.version(flowId, "draft"),
    queryFn: () => readFlow(flowId, "draft"),
    refetchInterval: 30_000,
  });
  if (query.data !== undefined && !mayEdit) return <DraftView flow={query.data} />;
  if (query.data !== undefined) return <DraftEditor flowId={flowId} server={query.data} unsaved={unsaved} />;
  if (query.error !== null && asFailure(query.error).kind === "missing" && unsaved !== null) {
    return <DraftEditor flowId={flowId} server={null} unsaved={unsaved} />;
  }
  return <FlowNotLoaded flowId={flowId} thrown={query.error ?? query.failureReason} gaveUp={query.error !== null} />;
}
