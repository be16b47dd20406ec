/** What tests say in the diagram: what they reach, and where a failed turn should be. */
import type { Coverage, FlowDefinition, TestFailure } from "../../api/types";
import { edgesOf, exitOf } from "../../flow/definition/exits";
import type { DiagramNote } from "../../flow/diagram/props";
import { texts } from "../../texts";

export type Notes = ReadonlyMap<string, DiagramNote>;

const words = texts.flowTests.notes;

/** The number of tests that reach each node and each exit. `prefix`: that of the nodes of an inner flow, `verify/`. */
export function coverageNotes(coverage: Coverage, definition: FlowDefinition, prefix: string): Notes {
  const nodes = definition.nodes.map(({ id }) => [id, ofCount(coverage.nodes[prefix + id] ?? 0)] as const);
  const edges = edgesOf(definition).map(
    (edge) => [edge.id, ofCount(coverage.exits[`${prefix}${edge.source}/${exitOf(edge)}`] ?? 0)] as const,
  );
  return new Map([...edges, ...nodes]);
}

function ofCount(tests: number): DiagramNote {
  return tests === 0
    ? { kind: "missed", text: words.missed, title: words.missedTitle }
    : { kind: "reached", text: words.reached(tests), title: words.reachedTitle(tests) };
}

/** Where a turn should be, and where it is, if these differ. */
export function failureNotes(failures: readonly TestFailure[], prefix: string): Notes {
  const notes = new Map<string, DiagramNote>();
  for (const { field, expected, actual } of failures) {
    if (field !== "node") continue;
    const ends = [
      [actual, { kind: "came", text: words.came, title: words.cameTitle }],
      [expected, { kind: "expected", text: words.expected, title: words.expectedTitle }],
    ] as const;
    for (const [nodeId, note] of ends) {
      const own = typeof nodeId === "string" ? within(nodeId, prefix) : null;
      if (own !== null) notes.set(own, note);
    }
  }
  return notes;
}

/** The node of this level that stands for a node of a test; null if the node is outside. */
function within(nodeId: string, prefix: string): string | null {
  return nodeId.startsWith(prefix) ? (nodeId.slice(prefix.length).split("/", 1)[0] ?? null) : null;
}

/** How much of the flow tests reach: the exits are those with an edge. */
export function shares({ nodes, missed }: Coverage, definition: FlowDefinition) {
  const own = definition.nodes.map(({ id }) => id);
  const exits = new Set(edgesOf(definition).map((edge) => `${edge.source}/${exitOf(edge)}`));
  const missing = new Set(missed);
  return {
    nodes: { reached: own.filter((id) => (nodes[id] ?? 0) > 0).length, all: own.length },
    exits: { reached: [...exits].filter((name) => !missing.has(name)).length, all: exits.size },
  };
}
