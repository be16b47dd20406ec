import { describe, expect, it } from "vitest";
import { sampleFlow } from "../../testing/sample-flow";
import { inOrder, nodeOfProblem, ofUnfinished, problemCounts, problemsOfData, problemsOfNode } from "./problems";

const problem = (severity: "error" | "warning", path: (string | number)[], more = {}) => ({
  severity,
  message: path.join("."),
  path,
  ...more,
});

describe("problems", () => {
  const flow = sampleFlow();
  const expression = problem("error", ["nodes", 2, "data", "conditions", 0, "expression"], { nodeId: "which" });
  const lost = problem("warning", ["nodes", 2], { nodeId: "which" });
  const edge = problem("error", ["edges", 2, "sourceHandle"], { edgeId: "e3" });

  it("are sorted with errors first", () => {
    expect(inOrder([lost, expression]).map(({ severity }) => severity)).toEqual(["error", "warning"]);
    expect(problemCounts([lost, expression, edge])).toBe("2 errors, 1 warning");
    expect(problemCounts([])).toBe("");
  });
  it("name their node", () => {
    expect(nodeOfProblem(expression, flow)).toBe("which");
    expect(nodeOfProblem(problem("error", ["nodes", 4, "id"]), flow)).toBe("end");
    expect(nodeOfProblem(edge, flow)).toBe("which");
    expect(nodeOfProblem(problem("error", ["edges", 0, "target"]), flow)).toBe("start");
    expect(nodeOfProblem(problem("error", ["name"]), flow)).toBeNull();
  });
  it("belong to a field, or to the node", () => {
    expect(problemsOfData([expression, lost], "which", flow).map(({ path }) => path)).toEqual([
      ["conditions", 0, "expression"],
    ]);
    expect(problemsOfNode([expression, lost, edge], "which", flow).map(({ message }) => message)).toEqual([
      "edges.2.sourceHandle",
      "nodes.2",
    ]);
  });
  it("show their text without the place at their field", () => {
    const [found] = problemsOfData(
      [{ ...expression, text: "this is not JavaScript.", remedy: "Fix it." }],
      "which",
      flow,
    );
    expect(found?.text).toBe("This is not JavaScript. Fix it.");
  });
  it("include unfinished texts while their node exists", () => {
    const unfinished = { nodeId: "call", path: ["request", "body"], text: "{", error: "This JSON is not valid." };
    expect(ofUnfinished([unfinished], flow)[0]?.path).toEqual(["nodes", 3, "data", "request", "body"]);
    expect(ofUnfinished([{ ...unfinished, nodeId: "gone" }], flow)).toEqual([]);
  });
});
