import { describe, expect, it } from "vitest";
import type { NodeRun } from "../../api/types";
import { aFlow, aSession, aTurn } from "../../testing/sessions";
import { innerPath } from "./inner";
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

describe("the handlers of a path", () => {
  const handlers = [
    { id: "person", phrases: ["a person"], target: "desk" },
    { id: "hours", when: "asks when", target: "bye" },
  ];
  const handled = { ...aFlow, handlers };
  const left = (nodeId: string, outcome: string, flowId?: string) => ({
    ...run(nodeId, "elicitation", outcome),
    ...(flowId === undefined ? {} : { flowId }),
  });
  const handlersOf = (turns: NodeRun[][], last: number | null = null) => {
    const session = aSession({ turns: turns.map((nodes, index) => aTurn(String(index), { nodes })) });
    const path = pathOf(session, handled, last);
    return [list(path.handlers), list(path.now.handlers)];
  };

  it("are those by which its runs left their nodes", () => {
    const runs = [
      [left("ask", "handlers.hours"), run("bye", "end", "resume")],
      [left("ask", "handlers.person"), run("desk", "transfer", "transfer")],
      [left("ask", "handlers.gone")],
    ];
    expect(handlersOf(runs, 1)).toEqual([["hours", "person"], ["person"]]);
    expect(handlersOf(runs)).toEqual([["hours", "person"], []]);
  });

  it("are not those of an inner flow, but those that lead out of one", () => {
    const own = [
      left("who/ask", "handlers.person", "asks"),
      { ...run("who/desk", "transfer", "transfer"), flowId: "asks" },
    ];
    expect(handlersOf([own])).toEqual([[], []]);
    const out = [left("who/ask", "handlers.person", "asks"), run("desk", "transfer", "transfer")];
    expect(handlersOf([out])).toEqual([["person"], ["person"]]);
  });
});

describe("innerPath", () => {
  const inner = (nodeId: string, type: NodeRun["type"], outcome: string) => ({
    ...run(`who/${nodeId}`, type, outcome),
    flowId: "inner",
  });
  const called = aSession({
    currentNodeId: "who/which",
    turns: [
      aTurn("1", { nodes: [run("who", "subflow", "enter"), inner("start", "start", "default")] }),
      aTurn("2", { nodes: [inner("ask", "elicitation", "default"), inner("which", "decision", "listen")] }),
    ],
  });

  it("is the path of the nodes within a subflow node", () => {
    const path = innerPath(called, aFlow, null, "who/");
    expect(path.current).toBe("which");
    expect(list(path.visited)).toEqual(["ask", "start", "which"]);
    expect([list(path.taken), list(path.now.edges)]).toEqual([["e1", "e2"], ["e2"]]);
  });

  it("has a current node while the call is within that flow alone", () => {
    expect(innerPath(called, aFlow, 0, "who/").current).toBe("start");
    expect(innerPath({ ...called, currentNodeId: "bye" }, aFlow, null, "who/").current).toBeNull();
    expect(list(innerPath({ ...called, currentNodeId: "bye" }, aFlow, null, "who/").visited)).toHaveLength(3);
    expect(innerPath(called, aFlow, null, "other/").visited.size).toBe(0);
    expect(innerPath(called, aFlow, 0, "")).toEqual(pathOf(called, aFlow, 0));
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
