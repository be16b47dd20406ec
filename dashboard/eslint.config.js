import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

/** Imports go one way: app -> pages -> session -> picture -> api, ui. */
const layers = [
  ["ui", ["api", "auth", "picture", "session", "flows", "sessions", "call", "app"]],
  ["api", ["ui", "picture", "session", "flows", "sessions", "call", "app"]],
  ["picture", ["session", "flows", "sessions", "call", "app"]],
  ["session", ["flows", "sessions", "call", "app"]],
  ["flows", ["session", "sessions", "call"]],
  ["sessions", ["flows", "call"]],
  ["call", ["flows", "sessions"]],
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
