// @vitest-environment node
import { ESLint } from "eslint";
import { expect, it } from "vitest";

const RULES = ["import-x/no-restricted-paths", "import-x/no-cycle", "no-restricted-imports", "no-restricted-syntax"];
const eslint = new ESLint({ ruleFilter: ({ ruleId }) => RULES.includes(ruleId) });

/** The rules that an existing file breaks when this code replaces it. */
async function brokenRules(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: file });
  return result?.messages.map(({ ruleId, message }) => ruleId ?? message) ?? [];
}

const importing = (path: string) => `import * as planted from "${path}";\nconsole.log(planted);\n`;

it.each([
  ["src/editor/form/model/rows.ts", "../../../call/CallPage"],
  ["src/editor/draft/history.ts", "../../sessions/SessionsPage"],
  ["src/flow/diagram/layout/lines.ts", "../../../session/SessionView"],
  ["src/flow/definition/read.ts", "../diagram/keys"],
  ["src/editor/form/model/rows.ts", "../inputs/AutoText"],
  ["src/editor/panels/useSelection.ts", "../DraftEditor"],
  ["src/auth/authentication.ts", "../api/client"],
  ["src/nav/paths.ts", "../ui/Button"],
  ["src/session/SessionView.tsx", "../app/App"],
])(
  "%s may not import %s",
  async (file, imported) => {
    expect(await brokenRules(file, importing(imported))).toContain("import-x/no-restricted-paths");
  },
  60_000,
);

it("refuses a cycle of files", async () => {
  expect(await brokenRules("src/flow/definition/read.ts", importing("./node-title"))).toEqual(["import-x/no-cycle"]);
}, 60_000);

it("refuses a sampleFlow outside tests", async () => {
  expect(await brokenRules("src/editor/panels/Exits.tsx", importing("../../testing/sample-flow"))).toEqual([
    "no-restricted-imports",
  ]);
}, 60_000);

it("accepts an import of a lower layer", async () => {
  expect(await brokenRules("src/editor/form/model/rows.ts", importing("../../../flow/definition/json"))).toEqual([]);
}, 60_000);

it.each([
  "export const A = () => <p>Published as it is</p>;",
  'export const A = () => <p>{"Published"}</p>;',
  'export const A = () => <input aria-label="Name" />;',
  "export const A = ({ id }: { id: string }) => <input placeholder={`Name of ${id}`} />;",
  'export const state = "Published as it is";',
  "export const state = (version: number) => `Draft changed since ${version}`;",
])(
  "refuses a text outside the catalogue: %s",
  async (code) => {
    expect(await brokenRules("src/editor/panels/Exits.tsx", code)).toContain("no-restricted-syntax");
  },
  60_000,
);

it.each([
  'throw new Error("The flow is missing.");',
  'export const need = "PUT /api/flows/{flowId}";',
  'export const A = ({ on }: { on: string }) => <p className="row wide">{on === "yes" ? 1 : 2}</p>;',
])(
  "accepts a string that nobody reads on the page: %s",
  async (code) => {
    expect(await brokenRules("src/editor/panels/Exits.tsx", code)).toEqual([]);
  },
  60_000,
);
