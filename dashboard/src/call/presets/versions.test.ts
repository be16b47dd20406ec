import { expect, it } from "vitest";
import { defaultVersion, parseVersion, testableVersions } from "./versions";

it("defaults to the draft if it differs from the published version", () => {
  expect(defaultVersion({ draftRevision: 3, publishedRevision: 2, latestVersion: 1 })).toBe("draft");
  expect(defaultVersion({ draftRevision: 2, publishedRevision: 2, latestVersion: 1 })).toBe("latest");
  expect(defaultVersion({ draftRevision: 1, publishedRevision: null, latestVersion: null })).toBe("draft");
});

it("lists the draft, the latest version and the older ones", () => {
  const versions = testableVersions({ draftRevision: 3, publishedRevision: 2, latestVersion: 3 });
  expect(versions.map((each) => each.version)).toEqual(["draft", "latest", 2, 1]);
  const draftOnly = testableVersions({ draftRevision: 1, publishedRevision: null, latestVersion: null });
  expect(draftOnly.map((each) => each.version)).toEqual(["draft"]);
});

it("parses a version", () => {
  expect(["draft", "latest", "3", "0", "1.5", "", null].map(parseVersion)).toEqual([
    "draft",
    "latest",
    3,
    null,
    null,
    null,
    null,
  ]);
});
