/** Texts of the tests of a flow. */
import { count } from "../plural";

export const flowTests = {
  loading: "Loading tests…",
  running: (tests: number) => `Running ${count(tests, "test")}…`,
  summary: (passed: number, failed: number) =>
    failed === 0 ? (passed === 1 ? "The test passed" : `All ${passed} passed`) : `${passed} passed, ${failed} failed`,
  runAll: "Run all tests",
  unsaved: "This browser has changes of the flow that are not saved. The tests run on the saved draft.",
  testUnsaved: "Test the changes",
  missing: (testId: string) => `This flow has no test ${testId}.`,

  empty: {
    title: "This flow has no tests yet.",
    body: "A test is a conversation with the flow and what each turn must lead to. Write one here, or open a session and press “Make a test”. Its tools and models answer as they did.",
  },

  versions: {
    label: "Version to test",
    unsaved: "Unsaved changes",
    draft: "Draft",
    version: (number: string) => `Version ${number}`,
  },

  make: {
    button: "Make a test",
    hint: "Make a test of this conversation. Its tools and models answer as they did.",
  },

  list: {
    region: "Tests",
    turns: (turns: number) => count(turns, "turn"),
    millis: (millis: number) => (millis < 1 ? "under 1 ms" : `${Math.round(millis)} ms`),
    passed: "Passed",
    failed: "Failed",
    notRun: "Not run",
    unsaved: "Not saved",
    why: (turn: number, field: string, expected: string, came: string, more: number) =>
      `Turn ${turn}, ${field.toLowerCase()}: expected ${expected}, came ${came}${more > 0 ? `, and ${more} more` : ""}`,
  },

  coverage: {
    region: "Coverage",
    nodes: "Nodes",
    exits: "Exits",
    share: (reached: number, all: number) => `${reached} of ${all}`,
    all: "The tests reach every node and every exit.",
    missed: (number: number) => `${number} that no test reaches`,
    exit: (node: string, exit: string) => `${node} → ${exit}`,
  },

  notes: {
    missed: "no test",
    missedTitle: "No test comes here.",
    reached: (tests: number) => count(tests, "test"),
    reachedTitle: (tests: number) => `${count(tests, "test")} ${tests === 1 ? "comes" : "come"} here.`,
    came: "came here",
    cameTitle: "The test is here after the turn, and it should be elsewhere.",
    expected: "expected",
    expectedTitle: "The test should be here after the turn.",
  },

  create: {
    title: "New test",
    description: "It begins the call, and expects that the flow listens. You add what the caller says.",
    submit: "Create test",
    name: "Name",
    nameEmpty: "Enter a name.",
    id: "Id",
    idHint: "The name of its file, and the id in the API. It cannot be changed later.",
    idInvalid: "Use letters, digits, and . _ ~ - after the first. “run” and “from-session” are taken by the API.",
    idTaken: "This flow has a test with this id.",
  },

  detail: {
    region: "Test",
    all: "All tests",
    save: "Save test",
    run: "Run test",
    more: "More",
    discard: "Discard changes",
    duplicate: "Duplicate",
    delete: "Delete test",
    deleteTitle: (name: string) => `Delete the test “${name}”?`,
    deleteBody: "It cannot be restored.",
    copyOf: (name: string) => `Copy of ${name}`,
    name: "Name of the test",
    id: "The test's id",
    unsaved: "Not saved",
    simulated: "A model plays the caller of this test.",
    turns: "Turns",
    addTurn: "Add a turn",
    answers: (nodes: number) =>
      nodes === 0 ? "Answers of tools and models" : `Answers of tools and models (${count(nodes, "node")})`,
    setting: "Caller, clock and variables",
    steps: (turn: number) => `What turn ${turn} did`,
  },

  turn: {
    title: (number: number) => `Turn ${number}`,
    remove: (number: number) => `Remove turn ${number}`,
    state: { passed: "as expected", failed: "not as expected" },
    input: "The caller",
    inputs: {
      say: "says",
      press: "presses keys",
      silence: "says nothing",
      none: "does nothing: the flow begins or goes on",
    },
    words: "Words of the caller",
    keys: "Keys",
    keysHint: "Digits, *, # and A to D",
    pressed: (keys: string) => `presses ${keys}`,
    addAnswer: (node: string) => `Add an answer for ${node}`,
  },

  expect: {
    legend: "Expected of this turn",
    any: "anything",
    node: "Node after the turn",
    action: "Action",
    actions: { listen: "listen", continue: "continue", transfer: "transfer", hangup: "hang up" },
    actionRule: "Enter an object with a type, such as {“type”: “transfer”}.",
    status: "Status",
    says: "Says",
    saysHint: "Words in the reply, in any case; or a pattern between slashes: /order \\d+/i",
    notSays: "Does not say",
    variable: (name: string) => `Variable ${name}`,
    addVariable: "Variable",
    removeVariable: (name: string) => `Expect nothing of ${name}`,
    add: "Add",
    asItCame: "Expect what came",
    asItCameHint: "Takes the node, the action and the changed variables from the newest run.",
  },

  failure: {
    expected: (not: boolean) => (not ? "Not expected" : "Expected"),
    came: "Came",
    nothing: "nothing",
    variable: (name: string) => `Variable ${name}`,
    answer: (place: string) => `Answer at ${place}`,
    fields: {
      node: "Node after the turn",
      says: "Says",
      notSays: "Does not say",
      action: "Action",
      status: "Status",
      turns: "Turn",
    },
  },

  answers: {
    none: "No tool and no model has an answer. A test that asks one without an answer fails and names it.",
    ofNode: (node: string) => `Answers for ${node}`,
    another: "Add another answer",
    add: "Add answers for",
    choose: "Choose a node…",
    remove: (number: number) => `Remove answer ${number}`,
    kind: "Who answers",
    kinds: { tool: "A tool", model: "A model", error: "It fails" },
    status: "HTTP status",
    body: "Body (JSON)",
    reply: "Reply",
    extracted: "Values that it finds (JSON)",
    error: "Error",
    json: "Answer (JSON)",
    jsonRule: "Enter an object.",
  },

  setting: {
    channel: "Channel",
    channels: { chat: "Chat", audio: "Audio", phone: "Phone" },
    callerNumber: "Caller's number",
    clock: "Clock",
    clockHint: "The clock stands at this time for the whole test. Without one, it is the time of the run.",
    clockRule: "A time with its zone, such as 2026-06-01T12:00:00Z",
    variables: "Variables at the start (JSON)",
    variablesRule: "Enter an object of names and values.",
  },
};
