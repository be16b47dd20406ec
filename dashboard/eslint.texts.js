/**
 * Every text that a person reads is in `src/texts`. These rules find texts in other folders.
 *
 * The rules find three forms: text between JSX tags, text in an attribute that is shown or read aloud, and a string that
 * begins like a sentence. The rules allow three such strings: the message of an `Error`, which is for developers, the path
 * of an SVG element, and a request of the API, such as `PUT /api/settings`.
 */
const SHOWN =
  "/^(alt|aria-description|aria-label|aria-roledescription|description|hint|label|placeholder|remedy|title)$/";
const WORD = "/\\p{L}{2}/u";
const SENTENCE = "/^(?!(GET|PUT|POST|DELETE) \\/)\\p{Lu}\\S*(\\s+\\S+)+/u";
const MESSAGE = "Put this text into src/texts.";
const EXCEPT = ":not(NewExpression[callee.name=/Error$/] *):not(JSXAttribute[name.name='d'] *)";

/** The folders that may not contain texts. */
const FOLDERS = [
  "access",
  "agents",
  "api",
  "app",
  "auth",
  "call",
  "editor",
  "flow",
  "flow-tests",
  "live",
  "nav",
  "overview",
  "organization",
  "proof",
  "session",
  "sessions",
  "state",
  "ui",
  "versions",
];

export const catalogue = {
  files: FOLDERS.map((folder) => `src/${folder}/**/*.{ts,tsx}`),
  ignores: ["src/**/*.test.{ts,tsx}", "src/api/generated/**"],
  rules: {
    "no-restricted-syntax": [
      "error",
      { selector: `JSXText[value=${WORD}]`, message: MESSAGE },
      { selector: `JSXElement > JSXExpressionContainer > Literal[value=${WORD}]`, message: MESSAGE },
      {
        selector: `JSXAttribute[name.name=${SHOWN}] Literal[value=${WORD}]:not(BinaryExpression > *)`,
        message: MESSAGE,
      },
      { selector: `JSXAttribute[name.name=${SHOWN}] TemplateElement[value.raw=${WORD}]`, message: MESSAGE },
      { selector: `Literal[value=${SENTENCE}]${EXCEPT}`, message: MESSAGE },
      {
        selector: `TemplateLiteral${EXCEPT} > TemplateElement:first-child[value.raw=${SENTENCE}]`,
        message: MESSAGE,
      },
    ],
  },
};
