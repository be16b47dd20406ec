import { describe, expect, it } from "vitest";
import { ApiFailure, refusal } from "../../api/failure";
import { apiFailure, connectFailure, disconnectFailure, hasNoRooms, microphoneFailure } from "./failures";

const named = (name: string) => Object.assign(new Error("x"), { name });
const refused = (status: number, message = "") =>
  Object.assign(new Error(message), { name: "ConnectionError", reason: 0, status });

describe("failures", () => {
  it("has a text for each reason without a microphone", () => {
    const titles = ["NotFoundError", "NotAllowedError", "NotReadableError", "Odd"].map(
      (name) => microphoneFailure(named(name), true).title,
    );
    expect(new Set(titles).size).toBe(4);
    expect(microphoneFailure(named("TypeError"), false).title).toContain("HTTPS");
  });

  it("distinguishes a full room, an expired token and a server that does not answer", () => {
    expect(connectFailure(refused(429), "ws://x").kind).toBe("roomFull");
    expect(connectFailure(refused(403, "max participants exceeded"), "ws://x").kind).toBe("roomFull");
    expect(connectFailure(refused(401, "token is expired"), "ws://x").kind).toBe("tokenExpired");
    // LiveKit answers 500 without a message if a room is full.
    expect(connectFailure(Object.assign(refused(500), { reason: 6 }), "ws://x").kind).toBe("roomFull");
    const away = connectFailure(new Error("could not establish pc connection"), "ws://livekit:7880");
    expect(away.kind).toBe("serverAway");
    expect(away.title).toContain("ws://livekit:7880");
  });

  it("distinguishes a closed room, another tab and a lost connection", () => {
    expect(disconnectFailure("ROOM_DELETED")).toBeNull();
    expect(disconnectFailure("DUPLICATE_IDENTITY")?.kind).toBe("elsewhere");
    expect(disconnectFailure("SIGNAL_CLOSE")?.kind).toBe("lost");
  });

  it("lists the API's problems with their fields", () => {
    const response = new Response("", { status: 422 });
    const problem = {
      type: "about:blank",
      title: "Unprocessable",
      status: 422,
      detail: "2 problems",
      problems: [
        { field: "variables.age", message: "must be a number" },
        { message: "no start node", remedy: "Add one." },
      ],
    };
    expect(apiFailure(refusal(response, problem))).toMatchObject({
      kind: "refused",
      title: "2 problems",
      problems: ["variables.age: must be a number", "no start node Add one."],
    });
  });

  it("distinguishes an API without LiveKit from a busy one", () => {
    const body = (detail: string) => ({ type: "", title: "", status: 503, detail });
    const response = () => new Response("", { status: 503 });
    expect(hasNoRooms(refusal(response(), body("Set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET.")))).toBe(
      true,
    );
    expect(hasNoRooms(refusal(response(), body("Too busy")))).toBe(false);
    expect(apiFailure(refusal(response(), body("Set LIVEKIT_URL.")))).toEqual({
      kind: "serverAway",
      title: "Set LIVEKIT_URL.",
      remedy: "Simulate works without LiveKit.",
    });
    expect(apiFailure(refusal(response(), body("Too busy"))).kind).toBe("apiAway");
    expect(hasNoRooms(new ApiFailure("away", "LIVEKIT", ""))).toBe(false);
  });
});
