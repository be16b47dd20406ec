/** One flow: its draft, to be edited; or with `?version=` a published version, to be looked at. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { asFailure } from "../api/failure";
import { DraftEditor } from "./DraftEditor";
import { readUnsaved } from "./draft/unsaved";
import { VersionView } from "./VersionView";
import { NotRead } from "./frame/NotRead";
import { keys, readFlow } from "../api/flows";

export default function FlowPage({ flowId }: { flowId: string }) {
  const [params] = useSearchParams();
  const version = params.get("version");
  if (version === null || version === "draft") return <Draft flowId={flowId} />;
  return <VersionView key={version} flowId={flowId} version={version} />;
}

function Draft({ flowId }: { flowId: string }) {
  const [unsaved] = useState(() => readUnsaved(flowId));
  const query = useQuery({
    queryKey: keys.version(flowId, "draft"),
    queryFn: () => readFlow(flowId, "draft"),
    refetchInterval: 30_000,
  });
  if (query.data !== undefined) return <DraftEditor flowId={flowId} server={query.data} unsaved={unsaved} />;
  if (query.error !== null && asFailure(query.error).kind === "missing" && unsaved !== null) {
    return <DraftEditor flowId={flowId} server={null} unsaved={unsaved} />;
  }
  return <NotRead flowId={flowId} thrown={query.error ?? query.failureReason} gaveUp={query.error !== null} />;
}
