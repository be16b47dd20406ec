/**
 * The layers of `src`. Each folder may import from the folders that it lists, and from nothing else.
 * The rules take resolved paths, so they hold at every depth of a folder.
 */
const LAYERS = {
  state: [],
  texts: [],
  nav: ["texts"],
  ui: ["texts"],
  auth: ["nav", "state", "texts", "ui"],
  api: ["auth", "texts"],
  access: ["api", "texts", "ui"],
  flow: ["api", "texts", "ui"],
  session: ["access", "api", "flow", "nav", "state", "texts", "ui"],
  "flow-tests": ["access", "api", "editor", "flow", "nav", "session", "state", "texts", "ui"],
  sessions: ["access", "api", "flow", "nav", "session", "texts", "ui"],
  organization: ["access", "api", "auth", "nav", "texts", "ui"],
  proof: ["access", "api", "flow", "nav", "texts", "ui"],
  versions: ["access", "api", "flow", "nav", "proof", "texts", "ui"],
  agents: ["access", "api", "flow", "nav", "texts", "ui", "versions"],
  overview: ["access", "api", "flow", "nav", "session", "state", "texts", "ui"],
  editor: ["access", "api", "flow", "nav", "proof", "state", "texts", "ui"],
  call: ["access", "api", "flow", "nav", "session", "state", "texts", "ui"],
  live: ["access", "api", "call", "nav", "session", "state", "texts", "ui"],
  app: [
    "access",
    "agents",
    "api",
    "auth",
    "call",
    "editor",
    "flow",
    "flow-tests",
    "live",
    "nav",
    "overview",
    "organization",
    "session",
    "sessions",
    "state",
    "texts",
    "ui",
    "versions",
  ],
};

/** The order of the folders within a layer, the lowest first. A folder may import from the folders before it. */
const ORDERS = [
  ["flow/definition", "flow/kind", "flow/diagram/layout", "flow/diagram"],
  [
    "editor/draft",
    "editor/frame",
    "editor/form/model",
    "editor/form/inputs",
    "editor/form/fields",
    "editor/panels",
    "editor",
  ],
  ["editor/draft", "editor/publish", "editor"],
  ["editor/draft", "editor/frame", "editor/compare", "editor"],
  ["editor/draft", "editor/frame", "editor/list", "editor"],
  ["versions/model", "versions/changes", "versions/agents", "versions"],
  ["versions/model", "versions/changes", "versions/gate", "versions"],
  ["versions/model", "versions/changes", "versions/list", "versions"],
  ["overview/model", "overview/parts", "overview"],
  ["overview/start", "overview"],
  ["versions/model", "versions/replay", "versions"],
  ["versions/model", "versions/report", "versions"],
  ["agents/model", "agents/agent", "agents/number", "agents"],
  ["organization/settings", "organization/keys", "organization"],
  ["organization/audit", "organization"],
  ["session/model", "session/read", "session/variables", "session/turns", "session"],
  ["session/model", "session/conversation", "session"],
  ["session/model", "session/read", "session/diagram", "session"],
  ["flow-tests/model", "flow-tests/detail", "flow-tests/list", "flow-tests"],
  ["flow-tests/model", "flow-tests/simulated", "flow-tests"],
  ["call/transcript", "call/model", "call/livekit", "call/presets", "call/run", "call/panel", "call"],
  ["call/model", "call/simulated", "call/presets", "call/run"],
  ["call/model", "call/controls", "call/panel"],
  ["call/model", "call/composer", "call/panel"],
];

const path = (folder) => `./src/${folder}`;

function layerZones() {
  return Object.entries(LAYERS).flatMap(([layer, allowed]) => {
    const forbidden = Object.keys(LAYERS).filter((other) => other !== layer && !allowed.includes(other));
    if (forbidden.length === 0) return [];
    return [{ target: path(layer), from: forbidden.map(path), message: `${layer}/ may not import from this layer.` }];
  });
}

function folderZones() {
  return ORDERS.flatMap((order) =>
    order.flatMap((folder, index) =>
      order.slice(index + 1).map((later) => ({
        target: path(folder),
        // Of a folder that contains this one, only the files at its root.
        from: folder.startsWith(`${later}/`) ? `${path(later)}/*.{ts,tsx}` : path(later),
        message: `${folder}/ is below ${later}/.`,
      })),
    ),
  );
}

export const layers = {
  files: ["src/**/*.{ts,tsx}"],
  rules: {
    "import-x/no-restricted-paths": ["error", { zones: [...layerZones(), ...folderZones()] }],
    "import-x/no-cycle": "error",
  },
};

/** Fixtures and fakes are for tests alone. */
export const testing = {
  files: ["src/**/*.{ts,tsx}"],
  ignores: ["src/**/*.test.{ts,tsx}", "src/testing/**"],
  rules: {
    "no-restricted-imports": [
      "error",
      { patterns: [{ group: ["**/testing/*"], message: "Only tests import from testing/." }] },
    ],
  },
};
