import { describe, expect, it } from "vitest";
import { sampleFlow } from "../../testing/sample-flow";
import { fileText, readFlowText } from "./flow-file";

describe("a flow as a file", () => {
  it("is read back unchanged", () => {
    const text = fileText(sampleFlow());
    const read = readFlowText(text);
    expect("definition" in read && fileText(read.definition)).toBe(text);
    expect(text).toBe(`${JSON.stringify(sampleFlow(), null, 2)}\n`);
  });
  it("is read with a byte-order mark", () => {
    expect(readFlowText(`\uFEFF${fileText(sampleFlow())}`)).toHaveProperty("definition");
  });
  it.each([
    ["{", /JSON is not valid/],
    ["[]", /object/],
    ['{"name": "x"}', /nodes/],
    ['{"name": "x", "nodes": [{"id": "a", "type": "fly"}]}', /"type"/],
    ['{"name": "x", "nodes": [{"type": "end"}]}', /"id"/],
    ['{"name": "x", "nodes": [], "edges": [{"id": "e"}]}', /Edge 1/],
  ])("names the reason why it cannot be read: %s", (text, why) => {
    const read = readFlowText(text);
    expect("error" in read ? read.error : "").toMatch(why);
  });
  it("may have any number of problems", () => {
    expect(readFlowText('{"name": "", "nodes": [{"id": "a", "type": "end"}]}')).toHaveProperty("definition");
  });
});
