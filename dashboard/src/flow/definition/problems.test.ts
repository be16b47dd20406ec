import { describe, expect, it } from "vitest";
import { fixture } from "../../testing/sample-flow";
import { counted, inOrder, nodeOfProblem, ofUnfinished, toldOfData, toldOfNode } from "./problems";

const problem = (severity: "error" | "warning", path: (string | number)[], more = {}) => ({
  severity,
  message: path.join("."),
  path,
  ...more,
});

describe("problems", () => {
  const flow = fixture();
  const expression = problem("error", ["nodes", 2, "data", "conditions", 0, "expression"], { nodeId: "which" });
  const lost = problem("warning", ["nodes", 2], { nodeId: "which" });
  const edge = problem("error", ["edges", 2, "sourceHandle"], { edgeId: "e3" });

  it("come with errors first", () => {
    expect(inOrder([lost, expression]).map(({ severity }) => severity)).toEqual(["error", "warning"]);
    expect(counted(inOrder([lost, expression, edge]))).toBe("2 errors, 1 warning");
    expect(counted([])).toBe("No problems");
  });
  it("find their node", () => {
    expect(nodeOfProblem(expression, flow)).toBe("which");
    expect(nodeOfProblem(problem("error", ["nodes", 4, "id"]), flow)).toBe("end");
    expect(nodeOfProblem(edge, flow)).toBe("which");
    expect(nodeOfProblem(problem("error", ["edges", 0, "target"]), flow)).toBe("start");
    expect(nodeOfProblem(problem("error", ["name"]), flow)).toBeNull();
  });
  it("find their field, or stand at the node", () => {
    expect(toldOfData([expression, lost], "which", flow).map(({ path }) => path)).toEqual([
      ["conditions", 0, "expression"],
    ]);
    expect(toldOfNode([expression, lost, edge], "which", flow).map(({ message }) => message)).toEqual([
      "edges.2.sourceHandle",
      "nodes.2",
    ]);
  });
  it("are also texts that are no values yet, while their node is there", () => {
    const unfinished = { nodeId: "call", path: ["request", "body"], text: "{", fault: "This is not JSON yet." };
    expect(ofUnfinished([unfinished], flow)[0]?.path).toEqual(["nodes", 3, "data", "request", "body"]);
    expect(ofUnfinished([{ ...unfinished, nodeId: "gone" }], flow)).toEqual([]);
  });
});
