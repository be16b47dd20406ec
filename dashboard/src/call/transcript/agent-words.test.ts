import { describe, expect, it } from "vitest";
import { AgentWords } from "./agent-words";

const reply = { role: "assistant", content: "Hello! How can I  help?", turnId: "t-1" };

describe("the agent's words", () => {
  it("grow, learn their turn when it is saved, and go once they are said", () => {
    const words = new AgentWords();
    words.said("s", "Hello!", false);
    words.settle([]);
    expect(words.partial).toEqual({ turnId: null, text: "Hello!" });
    words.settle([reply]);
    expect(words.partial).toEqual({ turnId: "t-1", text: "Hello!" });
    words.said("s", "Hello! How can I help?", true);
    words.settle([reply]);
    expect(words.partial).toBeNull();
  });

  it("stay where nothing of them is saved, until others come", () => {
    const words = new AgentWords();
    words.said("s", "One moment, please.", true);
    words.settle([reply]);
    expect(words.partial?.text).toBe("One moment, please.");
    words.said("s2", "Hello!", false);
    expect(words.partial).toEqual({ turnId: null, text: "Hello!" });
  });

  it("are known by the turn that was announced before them", () => {
    const words = new AgentWords();
    words.announce("t-1");
    words.said("s", "Hello", false);
    expect(words.partial?.turnId).toBe("t-1");
    words.announce(null);
    words.said("s", "Hello!", false);
    expect(words.partial?.turnId).toBe("t-1");
    words.said("s2", "One moment, please.", true);
    expect(words.partial?.turnId).toBeNull();
  });

  it("are not taken for the caller's", () => {
    const words = new AgentWords();
    words.said("s", "Yes", true);
    words.settle([{ role: "user", content: "yes", turnId: "t" }]);
    expect(words.partial?.text).toBe("Yes");
  });
});
