import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiFailure, away } from "../../api/failure";
import { savedSession } from "../../testing/saved-session";
import { replyTo, settled, started, streamingApi } from "../../testing/simulated";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("a simulated call that is streamed", () => {
  it("shows words as they come, and the reply in their place", async () => {
    const streaming = streamingApi();
    const call = await started(streaming.process);
    expect(call.snapshot().live).toMatchObject({ agent: "thinking", agentPartial: null });
    streaming.latest().turn.onWords("One.");
    expect(call.snapshot().live).toMatchObject({ agent: "speaking", agentPartial: { turnId: "t-1", text: "One." } });
    call.settle(savedSession([]));
    streaming.latest().turn.onWords("One. Two.");
    expect(call.snapshot().live.agentPartial?.text).toBe("One. Two.");
    await replyTo(streaming, "One. Two. Three.");
    expect(call.snapshot().live).toMatchObject({ agent: "listening", agentPartial: { text: "One. Two. Three." } });
  });

  it("measures the time from the caller's input to the first word, once", async () => {
    const streaming = streamingApi();
    const call = await started(streaming.process);
    streaming.latest().turn.onWords("Hello.");
    await replyTo(streaming, "Hello.");
    expect(call.snapshot().live.times.get("t-1")).toEqual({ network: 2 });
    call.say("hi");
    await vi.advanceTimersByTimeAsync(640);
    streaming.latest().turn.onWords("One.");
    await vi.advanceTimersByTimeAsync(100);
    streaming.latest().turn.onWords("One. Two.");
    await replyTo(streaming, "One. Two.");
    expect(call.snapshot().live.times.get("t-2")).toEqual({ firstWord: 640, network: 2 });
    call.press("1");
    await vi.advanceTimersByTimeAsync(70);
    await replyTo(streaming, "Whole.");
    expect(call.snapshot().live.times.get("t-3")).toEqual({ firstWord: 70, network: 2 });
    call.say("and now?");
    await settled();
    await replyTo(streaming, "");
    call.keepSilent();
    await settled();
    await replyTo(streaming, "Are you there?");
    expect([...call.snapshot().live.times].slice(3)).toEqual([
      ["t-4", { network: 2 }],
      ["t-5", { network: 2 }],
    ]);
  });

  it("posts the turn again after a broken stream, and keeps the words until others replace them", async () => {
    const streaming = streamingApi();
    const call = await started(streaming.process);
    streaming.latest().turn.onWords("One. Two.");
    streaming.latest().fail(away());
    await settled();
    expect(call.snapshot()).toMatchObject({
      failure: { kind: "apiAway" },
      live: { agent: "thinking", agentPartial: { text: "One. Two." } },
    });
    await vi.advanceTimersByTimeAsync(500);
    streaming.latest().turn.onWords("One.");
    expect(call.snapshot()).toMatchObject({ failure: null, live: { agentPartial: { text: "One. Two." } } });
    streaming.latest().turn.onWords("One. Zwei.");
    expect(call.snapshot().live.agentPartial?.text).toBe("One. Zwei.");
    await replyTo(streaming, "One. Zwei. Drei.");
    expect(streaming.posted.map(({ turn }) => turn.turnId)).toEqual(["t-1", "t-1"]);
    expect(call.snapshot().live.agentPartial?.text).toBe("One. Zwei. Drei.");
  });

  it("removes words without a reply if the caller hangs up or the API refuses", async () => {
    const hung = streamingApi();
    const call = await started(hung.process);
    hung.latest().turn.onWords("One.");
    call.end();
    expect(hung.latest().turn.signal.aborted).toBe(true);
    hung.latest().turn.onWords("One. Two.");
    await settled();
    expect(call.snapshot()).toMatchObject({ phase: "ended", failure: null, live: { agentPartial: null } });

    const refused = streamingApi();
    const other = await started(refused.process);
    refused.latest().turn.onWords("One.");
    refused.latest().fail(new ApiFailure("missing", "That is not here.", ""));
    await settled();
    expect(other.snapshot()).toMatchObject({ phase: "failed", live: { agent: "away", agentPartial: null } });
  });

  it("sends what the caller wrote meanwhile as the next turn", async () => {
    const streaming = streamingApi();
    const call = await started(streaming.process);
    streaming.latest().turn.onWords("One.");
    call.say("wait");
    await settled();
    expect(streaming.posted).toHaveLength(1);
    await replyTo(streaming, "One. Two.");
    expect(streaming.latest().turn).toMatchObject({ turnId: "t-2", fields: { userInput: "wait" } });
  });
});
