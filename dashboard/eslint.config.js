import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

/** Imports go one way: app -> pages -> session -> flow -> api, ui. */
const layers = [
  ["ui", ["api", "auth", "flow", "session", "editor", "sessions", "call", "app"]],
  ["api", ["ui", "flow", "session", "editor", "sessions", "call", "app"]],
  ["flow", ["session", "editor", "sessions", "call", "app"]],
  ["session", ["editor", "sessions", "call", "app"]],
  ["editor", ["session", "sessions", "call"]],
  ["sessions", ["editor", "call"]],
  ["call", ["editor", "sessions"]],
];

export default tseslint.config(
  { ignores: ["dist", "src/api/generated"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  jsxA11y.flatConfigs.strict,
  reactHooks.configs.flat.recommended,
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: {
        projectService: { allowDefaultProject: ["eslint.config.js"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  { files: ["eslint.config.js"], ...tseslint.configs.disableTypeChecked },
  ...layers.map(([layer, above]) => ({
    files: [`src/${layer}/**/*.{ts,tsx}`],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: above.map((name) => `../${name}/*`), message: `${layer}/ stands below that folder.` }] },
      ],
    },
  })),
);
