/** What the tests of a page run on: a version of the flow, its draft, or the changes of this browser. */
import { useMemo } from "react";
import type { ApiFailure } from "../api/failure";
import type { FlowDefinition, FlowRead } from "../api/types";
import type { Unsaved } from "../editor/draft/unsaved";
import { useDefinition, type FlowVersion } from "../session/read/useDefinition";
import type { Subject } from "./useRun";

/** In the page's address, the changes that are not saved. The others are a number, `latest` and `draft`. */
export const UNSAVED = "unsaved";

interface UsedSubject {
  /** Null while it loads. */
  subject: Subject | null;
  definition: FlowDefinition | undefined;
  /** Undefined while it loads. */
  flow: FlowRead | undefined;
  failure: ApiFailure | null;
}

export function useSubject(flowId: string, version: string, unsaved: Unsaved | null): UsedSubject {
  const own = version === UNSAVED ? unsaved : null;
  const read = useDefinition(flowId, versionOf(version));
  const { flow, failure } = read;
  const subject = useMemo((): Subject | null => {
    if (own !== null) return { tested: { definition: own.definition }, revision: `${UNSAVED} ${own.at}` };
    if (flow === undefined) return null;
    const revision = `${String(flow.version)} ${flow.revision}`;
    return { tested: { version: flow.version }, revision };
  }, [own, flow]);
  return { subject, definition: own?.definition ?? read.definition, flow, failure };
}

function versionOf(version: string): FlowVersion {
  if (/^[1-9]\d{0,8}$/.test(version)) return Number(version);
  return version === "latest" ? "latest" : "draft";
}
