import { describe, expect, it, vi } from "vitest";
import { ApiFailure } from "../../api/failure";
import { event, streamOf } from "../../testing/streams";
import { processOf } from "./process";

const turn = {
  roomName: "room",
  turnId: "t-1",
  fields: { userInput: "hi" },
  signal: new AbortController().signal,
  onWords: vi.fn<(words: string) => void>(),
};
const problem = { type: "", title: "Not Found", status: 404, detail: "no such flow" };

function fetchOf(answer: () => Promise<Response>) {
  return vi.fn<(request: Request) => Promise<Response>>(answer);
}

describe("processOf", () => {
  it("sends its own turn id, and computes the network's time", async () => {
    const fetch = fetchOf(() =>
      Promise.resolve(
        Response.json({ sessionId: "s", turnId: "t-1" }, { headers: { "Server-Timing": "model;dur=4, total;dur=0" } }),
      ),
    );
    const { reply, millis } = await processOf("a flow", fetch)(turn);
    expect(reply.sessionId).toBe("s");
    expect(millis.model).toBe(4);
    expect(millis.network).toBeGreaterThanOrEqual(0);
    const request = fetch.mock.calls[0]?.[0];
    expect(request?.url).toContain("/api/flows/a%20flow/process");
    expect(await request?.json()).toEqual({ noInput: false, userInput: "hi", roomName: "room", turnId: "t-1" });
  });

  it("asks for a stream, and reads the words, the reply and its times", async () => {
    const reply = { sessionId: "s", turnId: "t-1", response: "One. Two.", action: { type: "hangup" } };
    const fetch = fetchOf(() =>
      Promise.resolve(
        streamOf(
          event("text", { turnId: "t-1", index: 0, text: "One." }),
          `: server-timing: model;dur=4, total;dur=0\n\n${event("reply", reply)}`,
        ),
      ),
    );
    const onWords = vi.fn<(words: string) => void>();
    const answer = await processOf("f", fetch)({ ...turn, onWords });
    expect(answer.reply).toEqual(reply);
    expect(answer.millis.model).toBe(4);
    expect(onWords.mock.calls).toEqual([["One."]]);
    expect(fetch.mock.calls[0]?.[0].headers.get("Accept")).toBe("text/event-stream, application/json");
  });

  it("throws a different failure for a refusal and for an API that does not answer", async () => {
    const refused = processOf(
      "f",
      fetchOf(() => Promise.resolve(Response.json(problem, { status: 404 }))),
    )(turn);
    await expect(refused).rejects.toMatchObject({ kind: "missing", status: 404 });
    const gone = processOf(
      "f",
      fetchOf(() => Promise.reject(new TypeError("Failed to fetch"))),
    )(turn);
    await expect(gone).rejects.toBeInstanceOf(ApiFailure);
    await expect(gone).rejects.toMatchObject({ kind: "away" });
  });
});
