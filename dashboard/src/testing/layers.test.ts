// @vitest-environment node
import { ESLint } from "eslint";
import { expect, it } from "vitest";

const eslint = new ESLint({
  ruleFilter: ({ ruleId }) => ruleId.startsWith("import-x/") || ruleId === "no-restricted-imports",
});

/** The rules that an import breaks when it is added to an existing file. */
async function brokenBy(file: string, imported: string): Promise<string[]> {
  const [result] = await eslint.lintText(`import * as planted from "${imported}";\nconsole.log(planted);\n`, {
    filePath: file,
  });
  return result?.messages.map(({ ruleId, message }) => ruleId ?? message) ?? [];
}

it.each([
  ["src/editor/form/model/rows.ts", "../../../call/CallPage"],
  ["src/editor/draft/history.ts", "../../sessions/SessionsPage"],
  ["src/flow/diagram/layout/lines.ts", "../../../session/SessionView"],
  ["src/flow/definition/read.ts", "../diagram/keys"],
  ["src/editor/form/model/rows.ts", "../inputs/AutoText"],
  ["src/editor/panels/useSelection.ts", "../DraftEditor"],
  ["src/auth/session.ts", "../api/client"],
  ["src/nav/paths.ts", "../ui/Button"],
  ["src/session/SessionView.tsx", "../app/App"],
])(
  "%s may not import %s",
  async (file, imported) => {
    expect(await brokenBy(file, imported)).toContain("import-x/no-restricted-paths");
  },
  60_000,
);

it("refuses a cycle of files", async () => {
  expect(await brokenBy("src/flow/definition/read.ts", "./node-title")).toEqual(["import-x/no-cycle"]);
}, 60_000);

it("refuses a fixture outside tests", async () => {
  expect(await brokenBy("src/editor/panels/Exits.tsx", "../../testing/sample-flow")).toEqual(["no-restricted-imports"]);
}, 60_000);

it("accepts an import of a lower layer", async () => {
  expect(await brokenBy("src/editor/form/model/rows.ts", "../../../flow/definition/json")).toEqual([]);
}, 60_000);
