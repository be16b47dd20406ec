/** The flows and versions that a subflow node can run, for its form. */
import { skipToken, useQuery } from "@tanstack/react-query";
import { firstFlows, keys, newestVersions } from "../../../api/flows";
import type { FlowNode, FlowSummary, FlowVersion } from "../../../api/types";
import type { Path } from "../../../flow/definition/json";
import { field, line } from "../../../flow/definition/read";
import { texts } from "../../../texts";
import type { Picks } from "../../form/model/form";

const words = texts.editor.innerFlow;

/** `flowId`: the flow of the node, which cannot run itself. The fields are typed while the lists are not there. */
export function usePicks(node: FlowNode, flowId: string): (path: Path) => Picks | null {
  const isSubflow = node.type === "subflow";
  const called = isSubflow ? line(field(node.data, "flowId")) : "";
  const flows = useQuery({ queryKey: keys.choices, queryFn: isSubflow ? firstFlows : skipToken, retry: false });
  const versions = useQuery({
    queryKey: keys.versions(called),
    queryFn: called === "" ? skipToken : () => newestVersions(called),
    retry: false,
  });
  return (path) => {
    if (!isSubflow || path.length !== 1) return null;
    if (path[0] === "flowId") return flows.data === undefined ? null : picksOfFlows(flows.data, flowId);
    return path[0] === "version" && versions.data !== undefined ? picksOfVersions(versions.data) : null;
  };
}

/** A flow that is not published is offered too: an author may call it first and publish it later. */
export function picksOfFlows(flows: readonly FlowSummary[], own: string): Picks {
  const options = flows
    .filter((flow) => flow.flowId !== own && flow.deletedAt === undefined)
    .map(({ flowId, name, latestVersion }) => {
      const title = name === flowId ? name : `${name} · ${flowId}`;
      return { value: flowId, title: latestVersion === null ? words.notPublished(title) : title };
    });
  return { options, empty: null };
}

export function picksOfVersions(versions: readonly FlowVersion[]): Picks {
  const options = versions.map(({ version, note }) => ({ value: version, title: words.version(version, note ?? "") }));
  return { options, empty: words.latest(versions[0]?.version ?? null) };
}
