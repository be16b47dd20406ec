import { beforeEach, describe, expect, it } from "vitest";
import { forgetUnsaved, keepUnsaved, readUnsaved } from "../../editor/draft/unsaved";
import { fileText, readFlowText } from "./flow-file";
import { fixture } from "../../testing/sample-flow";
import { flowIdFault, suggestFlowId } from "./flow-id";
import { sessionsToday } from "../../editor/list/today";
import { draftState, versionWords } from "../../editor/frame/state";

describe("a flow as a file", () => {
  it("is read again as it was written, to the letter", () => {
    const text = fileText(fixture());
    const read = readFlowText(text);
    expect("definition" in read && fileText(read.definition)).toBe(text);
    expect(text).toBe(`${JSON.stringify(fixture(), null, 2)}\n`);
  });
  it("is read with a byte-order mark", () => {
    expect(readFlowText(`\uFEFF${fileText(fixture())}`)).toHaveProperty("definition");
  });
  it.each([
    ["{", /not JSON yet/],
    ["[]", /object/],
    ['{"name": "x"}', /nodes/],
    ['{"name": "x", "nodes": [{"id": "a", "type": "fly"}]}', /"type"/],
    ['{"name": "x", "nodes": [{"type": "end"}]}', /"id"/],
    ['{"name": "x", "nodes": [], "edges": [{"id": "e"}]}', /Edge 1/],
  ])("says why it is none: %s", (text, why) => {
    const read = readFlowText(text);
    expect("fault" in read ? read.fault : "").toMatch(why);
  });
  it("may have any number of problems", () => {
    expect(readFlowText('{"name": "", "nodes": [{"id": "a", "type": "end"}]}')).toHaveProperty("definition");
  });
});

describe("unsaved work", () => {
  beforeEach(() => localStorage.clear());

  it("is kept for its own flow, and forgotten", () => {
    const unsaved = {
      definition: fixture(),
      unfinished: [{ nodeId: null, path: ["variables", "x"], text: "{", fault: "?" }],
      revision: 3,
      at: "2026-01-01T00:00:00Z",
    };
    expect(keepUnsaved("one", unsaved)).toBe(true);
    expect(readUnsaved("one")).toEqual(unsaved);
    expect(readUnsaved("two")).toBeNull();
    forgetUnsaved("one");
    expect(readUnsaved("one")).toBeNull();
  });
  it("is none where it cannot be read", () => {
    localStorage.setItem("callflow.unsaved.one", "{broken");
    expect(readUnsaved("one")).toBeNull();
  });
});

describe("ids of flows", () => {
  it.each([
    ["Order status (new)", "order-status-new"],
    ["Ärger & Öl's", "arger-ols"],
    ["  --x", "x"],
    ["sessions", "sessions-flow"],
    ["日本", ""],
  ])("are made of names: %s", (name, id) => expect(suggestFlowId(name)).toBe(id));
  it("are as the API takes them", () => {
    expect(flowIdFault("a")).toBeNull();
    expect(flowIdFault("A.b_c~d-1")).toBeNull();
    expect(flowIdFault("x".repeat(128))).toBeNull();
    for (const wrong of ["", "-a", "a b", "sessions", "x".repeat(129), "ä"]) expect(flowIdFault(wrong)).not.toBeNull();
  });
});

describe("where a flow stands", () => {
  const flow = (draftRevision: number, latestVersion: number | null, publishedRevision: number | null) => ({
    draftRevision,
    latestVersion,
    publishedRevision,
  });
  it("is told in words", () => {
    expect(draftState(flow(1, null, null)).words).toBe("Draft only");
    expect(draftState(flow(4, 3, 4)).words).toBe("Published as it is");
    expect(draftState(flow(5, 3, 4)).words).toBe("Draft changed since v3");
    expect(versionWords(flow(1, null, null))).toBe("not published");
    expect(versionWords(flow(5, 3, 4))).toBe("v3");
  });
});

it("counts the sessions since midnight here", () => {
  const now = new Date(2026, 4, 5, 12, 0);
  const at = (hour: number, day = 5) => new Date(2026, 4, day, hour).toISOString();
  expect(sessionsToday([at(11), at(0), at(23, 4)], false, now)).toBe("2");
  expect(sessionsToday([at(11), at(0)], true, now)).toBe("2+");
  expect(sessionsToday([at(11), at(23, 4)], true, now)).toBe("1");
  expect(sessionsToday([], false, now)).toBe("0");
});
