import { describe, expect, it } from "vitest";
import { safeStorage } from "./storage";

describe("safeStorage", () => {
  it("reads, writes and removes", () => {
    const storage = safeStorage(() => window.sessionStorage);
    expect(storage.write("a", "1")).toBe(true);
    expect(storage.read("a")).toBe("1");
    storage.remove("a");
    expect(storage.read("a")).toBeNull();
  });

  it("stores nothing if the browser denies access, and throws nothing", () => {
    const denied = safeStorage(() => {
      throw new DOMException("denied", "SecurityError");
    });
    expect(denied.write("a", "1")).toBe(false);
    expect(denied.read("a")).toBeNull();
    denied.remove("a");
  });

  it("reports a write that the quota refuses", () => {
    const full = safeStorage(() => ({
      getItem: () => null,
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
      removeItem: () => undefined,
    }));
    expect(full.write("a", "1")).toBe(false);
  });
});
