import { describe, expect, it } from "vitest";
import { readServerTiming, readTurnMessage, turnTimes, withTimes } from "./turn-times";

describe("turn times", () => {
  it("merges several messages of one turn by phase", () => {
    const first = withTimes(new Map(), "t", { model: 400, network: 3 });
    const both = withTimes(first, "t", { speaking: 1200, firstWord: 640, network: 4, made: 1, save: "soon", tool: -1 });
    expect(both.get("t")).toEqual({ model: 400, network: 4, speaking: 1200, firstWord: 640 });
    expect(first.get("t")).toEqual({ model: 400, network: 3 });
  });

  it("reads a callflow.turn message and refuses other text", () => {
    expect(readTurnMessage('{"turnId":"t","millis":{"step":1}}')).toEqual({ turnId: "t", millis: { step: 1 } });
    expect(readTurnMessage('{"turnId":null}')).toEqual({ turnId: null, millis: {} });
    for (const text of ["", "[]", '{"turnId":1,"millis":{}}', '{"millis":{}}'])
      expect(readTurnMessage(text)).toBeNull();
  });

  it("subtracts the API's time from the round trip", () => {
    const header = "load;dur=2.5, step;dur=1, total;dur=10.0";
    expect(readServerTiming(header)).toEqual({ load: 2.5, step: 1, total: 10 });
    expect(turnTimes(14, header)).toEqual({ load: 2.5, step: 1, network: 4 });
    expect(turnTimes(9, header).network).toBe(0);
    expect(turnTimes(9, null)).toEqual({});
  });
});
