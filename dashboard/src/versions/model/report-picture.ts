/** A report in the picture of its flow: how many calls took each edge, and where callers gave up. Pure. */
import type { FlowDefinition, Report } from "../../api/types";
import { edgesOf, exitOf } from "../../flow/definition/exits";
import type { DiagramNote } from "../../flow/diagram/props";
import { texts } from "../../texts";

type ReportNode = Report["nodes"][number];

const words = texts.versions.report.picture;

/** The calls of each node and edge of the definition. `sessions`: the calls that all of them are a share of. */
export function callNotes(
  nodes: readonly ReportNode[],
  sessions: number,
  definition: FlowDefinition,
): ReadonlyMap<string, DiagramNote> {
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const share = (calls: number) => (sessions === 0 ? 0 : Math.min(calls / sessions, 1));
  const edges = edgesOf(definition).map((edge) => {
    const calls = byId.get(edge.source)?.exits[exitOf(edge)] ?? 0;
    const note: DiagramNote = {
      kind: "calls",
      text: words.share(share(calls)),
      title: words.took(calls, share(calls)),
      share: share(calls),
    };
    return [edge.id, note] as const;
  });
  const own = definition.nodes.map(({ id }) => {
    const { entered = 0, abandonedHere = 0 } = byId.get(id) ?? {};
    const note: DiagramNote =
      abandonedHere > 0
        ? { kind: "gaveUp", text: words.gaveUp(abandonedHere), title: words.gaveUpTitle(entered, abandonedHere) }
        : { kind: "calls", text: String(entered), title: words.came(entered), share: share(entered) };
    return [id, note] as const;
  });
  return new Map([...edges, ...own]);
}

/** One step of the funnel. */
export interface FunnelStep {
  nodeId: string;
  entered: number;
  gaveUp: number;
  /** The parts of the calls that came here, and that gave up here, 0 to 1. */
  share: number;
  gaveUpShare: number;
}

/** The nodes that most calls came to, the first ones first. A call that comes back to a node counts again. */
export function funnelOf(
  nodes: readonly ReportNode[],
  sessions: number,
  definition: FlowDefinition | null,
  most: number,
): readonly FunnelStep[] {
  const all = Math.max(sessions, ...nodes.map(({ entered }) => entered), 1);
  const rank = definition === null ? new Map<string, number>() : wayThrough(definition);
  const rankOf = ({ nodeId }: ReportNode) => rank.get(nodeId) ?? rank.size;
  return nodes
    .toSorted((one, other) => other.entered - one.entered || rankOf(one) - rankOf(other))
    .slice(0, most)
    .map(({ nodeId, entered, abandonedHere }) => ({
      nodeId,
      entered,
      gaveUp: abandonedHere,
      share: entered / all,
      gaveUpShare: Math.min(abandonedHere, entered) / all,
    }));
}

/** The order of the nodes on the way from the start, step by step. */
function wayThrough(definition: FlowDefinition): ReadonlyMap<string, number> {
  const way = definition.nodes.filter(({ type }) => type === "start").map(({ id }) => id);
  const known = new Set(way);
  const edges = edgesOf(definition);
  for (const id of way) {
    for (const { source, target } of edges) {
      if (source !== id || known.has(target)) continue;
      known.add(target);
      way.push(target);
    }
  }
  return new Map(way.map((id, index) => [id, index]));
}
