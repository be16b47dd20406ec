import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiFailure, away } from "../../api/failure";
import { savedSession } from "../../testing/saved-session";
import { aTurn } from "../../testing/sessions";
import { answering, listen, settled, started } from "../../testing/simulated";
import type { SimulatedOptions } from "./simulated-call";

const posted = (process: ReturnType<typeof answering>) =>
  process.mock.calls.map(([{ turnId, fields }]) => [turnId, fields]);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("a simulated call", () => {
  it("starts without input, continues without input, and waits while the flow listens", async () => {
    const process = answering({ type: "continue" }, listen);
    const call = await started(process);
    expect(posted(process)).toEqual([
      ["t-1", {}],
      ["t-2", {}],
    ]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(process).toHaveBeenCalledTimes(2);
    expect(call.snapshot()).toMatchObject({ phase: "on", sessionId: "s-1", live: { agent: "listening" } });
  });

  it("sends a message, keys and a silence as one turn each", async () => {
    const process = answering();
    const call = await started(process);
    call.say(" hello ");
    await settled();
    call.press("1#");
    await settled();
    expect(call.keepSilent()).toBe(true);
    await settled();
    expect(
      posted(process)
        .slice(1)
        .map(([, fields]) => fields),
    ).toEqual([{ userInput: "hello" }, { dtmf: "1#" }, { noInput: true }]);
  });

  it("knows how the question wants its keys", async () => {
    const call = await started(answering({ ...listen, keys: { length: 8 } }, listen));
    expect(call.snapshot().keys).toEqual({ length: 8 });
    call.press("00123456");
    await settled();
    expect(call.snapshot().keys).toBeNull();
  });

  it("posts the same turn until the API answers, and reports the outage meanwhile", async () => {
    const process = answering(listen, away(), new ApiFailure("failed", "500", ""), new TypeError("fetch"), listen);
    const call = await started(process);
    call.say("hello");
    await settled();
    expect(call.snapshot()).toMatchObject({ phase: "on", failure: { kind: "apiAway" }, live: { agent: "thinking" } });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(
      new Set(
        posted(process)
          .slice(1)
          .map(([turnId]) => turnId),
      ),
    ).toEqual(new Set(["t-2"]));
    expect(process).toHaveBeenCalledTimes(5);
    expect(call.snapshot()).toMatchObject({ failure: null, live: { agent: "listening" } });
  });

  it("sends messages in order that were written while the API was away", async () => {
    const process = answering(listen, away(), listen, listen);
    const call = await started(process);
    call.say("one");
    call.say("two");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(posted(process)).toEqual([
      ["t-1", {}],
      ["t-2", { userInput: "one" }],
      ["t-2", { userInput: "one" }],
      ["t-3", { userInput: "two" }],
    ]);
  });

  it("ends with the flow, and knows why", async () => {
    const hung = await started(answering({ type: "hangup" }));
    expect(hung.snapshot()).toMatchObject({ phase: "ended", ending: { by: "flow" } });
    const transferred = await started(answering({ type: "transfer", to: "+15550123", mode: "cold" }));
    expect(transferred.snapshot().ending).toEqual({ by: "transfer", to: "+15550123" });
  });

  it("stops when the API refuses, keeps unsent messages, and posts nothing more", async () => {
    const process = answering(listen, new ApiFailure("missing", "That is not here.", ""));
    const call = await started(process);
    call.say("one");
    call.say("two");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(call.snapshot()).toMatchObject({ phase: "failed", failure: { kind: "refused" }, unsent: [{ text: "two" }] });
    expect(process).toHaveBeenCalledTimes(2);
  });

  it("shows input and reply until their turn is saved", async () => {
    const call = await started(answering());
    call.say("hello");
    await settled();
    expect(call.snapshot().live).toMatchObject({
      unsaved: [{ id: "t-2", text: "hello" }],
      agentPartial: { turnId: "t-2", text: "reply to t-2" },
    });
    call.settle(savedSession([aTurn("t-2", { input: "hello", response: "reply to t-2" })]));
    expect(call.snapshot().live).toMatchObject({ unsaved: [], agentPartial: null });
    expect(call.snapshot().live.times.get("t-2")).toEqual({ network: 2, firstWord: 0 });
  });

  it("posts an unanswered turn again under its id after a reload", async () => {
    const process = answering();
    const call = await started(process, { pending: { turnId: "before", fields: { userInput: "yes" } } });
    expect(posted(process)).toEqual([["before", { userInput: "yes" }]]);
    expect(call.snapshot().live.unsaved).toEqual([{ id: "before", text: "yes" }]);
  });

  it("posts nothing after a reload while the flow listens", async () => {
    const process = answering();
    const call = await started(process, { listens: true });
    expect(process).not.toHaveBeenCalled();
    expect(call.snapshot().live.agent).toBe("listening");
    call.say("yes");
    await settled();
    expect(posted(process)).toEqual([["t-1", { userInput: "yes" }]]);
  });

  it("stores the pending turn, and removes it after the answer", async () => {
    const store = vi.fn<NonNullable<SimulatedOptions["store"]>>();
    await started(answering(), { store });
    expect(store.mock.calls.map(([stored]) => [stored.pending, stored.listens])).toEqual([
      [{ turnId: "t-1", fields: {} }, false],
      [null, true],
    ]);
  });

  it("sends its variables with the first turn if no session was prepared", async () => {
    const process = answering();
    const call = await started(process, {
      prepare: () => Promise.resolve({ roomName: "own", sessionId: null, variables: { name: "Ada" } }),
    });
    call.say("hi");
    await settled();
    expect(posted(process).map(([, fields]) => fields)).toEqual([{ variables: { name: "Ada" } }, { userInput: "hi" }]);
    expect(call.snapshot().sessionId).toBe("s-1");
  });

  it("posts nothing after it was ended", async () => {
    const process = answering(listen, away());
    const call = await started(process);
    call.say("one");
    await settled();
    call.end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(process).toHaveBeenCalledTimes(2);
    expect(call.snapshot()).toMatchObject({ phase: "ended", ending: { by: "caller" }, failure: null });
  });
});
