import { expect, it } from "vitest";
import { ago } from "./ago";

it("formats relative times", () => {
  const now = Date.parse("2026-11-23T10:00:00Z");
  expect(ago("2026-11-23T09:59:30Z", now)).toBe("just now");
  expect(ago("2026-11-23T10:00:20Z", now)).toBe("just now");
  expect(ago("2026-11-23T09:55:00Z", now)).toBe("5 minutes ago");
  expect(ago("2026-11-22T09:00:00Z", now)).toBe("yesterday");
  expect(ago("2025-11-22T09:00:00Z", now)).toBe("last year");
  expect(ago("nonsense", now)).toBe("nonsense");
});
