import { describe, expect, it } from "vitest";
import type { NodeRun } from "../api/types";
import { aFlow, aSession, aTurn } from "../testing/sessions";
import { drawnNode, edgeOfRun, pathOf } from "./path";

const run = (nodeId: string, type: NodeRun["type"], outcome: string): NodeRun => ({ nodeId, type, outcome, millis: 1 });
const turns = [
  aTurn("1", { nodes: [run("start", "start", "default"), run("ask", "elicitation", "listen")] }),
  aTurn("2", { nodes: [run("ask", "elicitation", "listen")] }),
  aTurn("3", {
    nodes: [
      run("ask", "elicitation", "default"),
      run("which", "decision", "many"),
      run("desk", "transfer", "transfer"),
    ],
  }),
  aTurn("4", { nodes: [run("desk", "transfer", "failed"), run("ask", "elicitation", "listen")] }),
];
const session = aSession({ turns, currentNodeId: "ask" });
const list = (set: ReadonlySet<string>) => [...set].sort();

describe("pathOf", () => {
  it("shows a node of an inner flow as the subflow node that runs it", () => {
    const flow = {
      ...aFlow,
      nodes: [...aFlow.nodes, { id: "who", type: "subflow" as const, data: { flowId: "asks" } }],
      edges: [...(aFlow.edges ?? []), { id: "known", source: "who", sourceHandle: "known", target: "ask" }],
    };
    const inside = { ...run("who/ask", "elicitation", "listen"), flowId: "asks" };
    const turn = aTurn("1", { nodes: [run("who", "subflow", "enter"), inside] });
    const within = pathOf(aSession({ turns: [turn], currentNodeId: "who/ask" }), flow, null);
    expect(within.current).toBe("who");
    expect(list(within.visited)).toEqual(["who"]);
    expect(list(within.taken)).toEqual([]);
    expect(edgeOfRun(flow, run("who", "subflow", "known"))).toBe("known");
    expect(drawnNode(flow, "ask/other")).toBe("ask/other");
  });

  it("is empty before the first turn", () => {
    expect(pathOf(aSession(), aFlow, null)).toMatchObject({ current: null, visited: new Set(), taken: new Set() });
  });

  it("ends at the last node of the selected turn", () => {
    const path = pathOf(session, aFlow, 0);
    expect(path.current).toBe("ask");
    expect(list(path.visited)).toEqual(["ask", "start"]);
    expect(list(path.taken)).toEqual(["e1"]);
  });

  it("marks the turn's own nodes and edges, and those of the turns before", () => {
    const path = pathOf(session, aFlow, 2);
    expect(path.current).toBe("desk");
    expect(list(path.now.nodes)).toEqual(["ask", "desk", "which"]);
    expect(list(path.now.edges)).toEqual(["e2", "e3"]);
    expect(list(path.taken)).toEqual(["e1", "e2", "e3"]);
  });

  it("takes no edge while a node listens", () => {
    expect(list(pathOf(session, aFlow, 1).now.edges)).toEqual([]);
  });

  it("ends at the session's current node for the newest turn", () => {
    const path = pathOf({ ...session, currentNodeId: "bye" }, aFlow, null);
    expect(path.current).toBe("bye");
    expect(list(path.now.edges)).toEqual(["e5"]);
    expect(pathOf({ ...session, currentNodeId: null }, aFlow, null).current).toBe("ask");
  });

  it("stays at its node in a turn without a run", () => {
    const path = pathOf(aSession({ turns: [...turns.slice(0, 3), aTurn("4"), aTurn("5")] }), aFlow, 3);
    expect(path.current).toBe("desk");
    expect(list(path.now.nodes)).toEqual([]);
  });
});

describe("edgeOfRun", () => {
  it("distinguishes a failed transfer from a failed session", () => {
    expect(edgeOfRun(aFlow, run("desk", "transfer", "failed"))).toBe("e5");
    expect(edgeOfRun(aFlow, run("ask", "elicitation", "failed"))).toBeNull();
  });

  it("uses the default edge if an exit has no edge", () => {
    expect(edgeOfRun(aFlow, run("ask", "elicitation", "noMatch"))).toBe("e2");
  });

  it("accepts a decision's exit that is named like an action", () => {
    const odd = { ...aFlow, edges: [{ id: "odd", source: "which", sourceHandle: "listen", target: "bye" }] };
    expect(edgeOfRun(odd, run("which", "decision", "listen"))).toBe("odd");
  });
});
