import { describe, expect, it } from "vitest";
import { AgentTranscript } from "./agent-transcript";

const reply = { role: "assistant" as const, content: "Hello! How can I  help?", turnId: "t-1" };

describe("AgentTranscript", () => {
  it("grows, gets its turn when the turn is saved, and is removed when it is complete", () => {
    const transcript = new AgentTranscript();
    transcript.update("s", "Hello!", false);
    transcript.settle([]);
    expect(transcript.partial).toEqual({ turnId: null, text: "Hello!" });
    transcript.settle([reply]);
    expect(transcript.partial).toEqual({ turnId: "t-1", text: "Hello!" });
    transcript.update("s", "Hello! How can I help?", true);
    transcript.settle([reply]);
    expect(transcript.partial).toBeNull();
  });

  it("stays until the next utterance if it is never saved", () => {
    const transcript = new AgentTranscript();
    transcript.update("s", "One moment, please.", true);
    transcript.settle([reply]);
    expect(transcript.partial?.text).toBe("One moment, please.");
    transcript.update("s2", "Hello!", false);
    expect(transcript.partial).toEqual({ turnId: null, text: "Hello!" });
  });

  it("belongs to the turn that was announced before it", () => {
    const transcript = new AgentTranscript();
    transcript.announce("t-1");
    transcript.update("s", "Hello", false);
    expect(transcript.partial?.turnId).toBe("t-1");
    transcript.announce(null);
    transcript.update("s", "Hello!", false);
    expect(transcript.partial?.turnId).toBe("t-1");
    transcript.update("s2", "One moment, please.", true);
    expect(transcript.partial?.turnId).toBeNull();
  });

  it("waits for its own turn, although an earlier reply begins with the same words", () => {
    const transcript = new AgentTranscript();
    transcript.setReply("t-2", "Hello!", false);
    transcript.settle([reply]);
    expect(transcript.partial).toEqual({ turnId: "t-2", text: "Hello!" });
    transcript.setReply("t-2", "Hello! Still here?", true);
    transcript.settle([reply, { ...reply, turnId: "t-2", content: "Hello! Still here?" }]);
    expect(transcript.partial).toBeNull();
  });

  it("removes only words whose reply is not complete", () => {
    const transcript = new AgentTranscript();
    transcript.setReply("t-1", "Hello!", true);
    transcript.clearUnfinished();
    expect(transcript.partial?.text).toBe("Hello!");
    transcript.setReply("t-2", "One moment", false);
    transcript.clearUnfinished();
    expect(transcript.partial).toBeNull();
  });

  it("is not settled by the caller's input", () => {
    const transcript = new AgentTranscript();
    transcript.update("s", "Yes", true);
    transcript.settle([{ role: "user", content: "yes", turnId: "t" }]);
    expect(transcript.partial?.text).toBe("Yes");
  });
});
