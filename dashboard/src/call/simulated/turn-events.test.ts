import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { chunked, event } from "../../testing/streams";
import { readTurn, SILENCE_MILLIS } from "./turn-events";

const reply = { turnId: "t-1", response: "Grüße. Two.", action: { type: "hangup" } };
const text = (index: number, words: string, turnId = "t-1") => event("text", { turnId, index, text: words });

function read(chunks: readonly (string | Uint8Array)[], end: "ends" | "breaks" | "hangs" = "ends") {
  const words: string[] = [];
  const { response, state } = chunked(chunks, end);
  const reading = readTurn({ response, turnId: "t-1", onWords: (so) => words.push(so) });
  return { reading, words, state };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("readTurn", () => {
  it("gives the words so far at each event, then the reply with its times", async () => {
    const { reading, words } = read([
      ": the turn runs\n\n",
      text(0, "Grüße."),
      text(1, " Two."),
      `: server-timing: total;dur=3\n\n${event("reply", reply)}`,
    ]);
    expect(await reading).toEqual({ reply, serverTiming: "total;dur=3" });
    expect(words).toEqual(["Grüße.", "Grüße. Two."]);
  });

  it("reads bytes that are cut anywhere, within a character too", async () => {
    const bytes = new TextEncoder().encode(text(0, "Grüße.") + text(1, " Two.") + event("reply", reply));
    const { reading, words } = read(Array.from(bytes, (byte) => Uint8Array.of(byte)));
    expect(await reading).toEqual({ reply, serverTiming: null });
    expect(words).toEqual(["Grüße.", "Grüße. Two."]);
  });

  it("takes the first last event, ignores unknown ones, and ends the connection", async () => {
    const { reading, words, state } = read([
      event("later", {}) + text(0, "") + event("reply", reply) + text(1, "after"),
      "never read",
    ]);
    expect((await reading).reply).toEqual(reply);
    expect(words).toEqual([]);
    expect(state.cancelled).toBe(true);
  });

  it("throws the refusal that the stream ends with", async () => {
    const problem = { type: "", title: "Service Unavailable", status: 503, detail: "The session is busy." };
    const { reading, words } = read([text(0, "One."), event("problem", problem)]);
    await expect(reading).rejects.toMatchObject({
      kind: "away",
      status: 503,
      title: "The session is busy.",
      requestId: "r-1",
    });
    expect(words).toEqual(["One."]);
    const gone = read([event("problem", { ...problem, status: 404 })]);
    await expect(gone.reading).rejects.toMatchObject({ kind: "missing", status: 404 });
  });

  it("counts a stream as broken that ends or breaks before its last event", async () => {
    const ended = read([text(0, "One."), event("reply", reply).trimEnd()]);
    await expect(ended.reading).rejects.toMatchObject({ kind: "away" });
    expect(ended.words).toEqual(["One."]);
    await expect(read([text(0, "One.")], "breaks").reading).rejects.toBeInstanceOf(TypeError);
  });

  it("counts a stream as broken that is silent for too long, and no stream that sends comments", async () => {
    const silent = read([text(0, "One.")], "hangs");
    const failed = expect(silent.reading).rejects.toMatchObject({ kind: "away" });
    await vi.advanceTimersByTimeAsync(SILENCE_MILLIS - 1);
    expect(silent.state.cancelled).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await failed;
    expect(silent.state.cancelled).toBe(true);
  });

  it.each([
    ["words of another turn", text(0, "One.", "t-2")],
    ["words with a gap", text(0, "One.") + text(2, "Three.")],
    ["words that are no text", event("text", { turnId: "t-1", index: 0, text: 1 })],
    ["a reply that is no reply", event("reply", { turnId: "t-1" })],
    ["a problem without a status", event("problem", {})],
    ["data that is no JSON", "event: reply\ndata: {\n\n"],
    ["data that is no object", "event: reply\ndata: []\n\n"],
  ])("counts a stream as broken that has %s", async (_name, sent) => {
    await expect(read([sent]).reading).rejects.toMatchObject({ kind: "away" });
  });
});
