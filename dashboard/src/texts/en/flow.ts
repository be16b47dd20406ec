/** Texts of flow definitions: node kinds, exits, and what is wrong with a file, an id or a JSON text. */
import { count } from "./plural";

const kinds = {
  start: { name: "Start", does: "Greets the caller. Every flow has one." },
  elicitation: { name: "Question", does: "Asks a question and waits for a valid answer." },
  llm: { name: "Language model", does: "Lets a model speak, once or in conversation." },
  decision: { name: "Decision", does: "Leaves by the first condition that is true." },
  tool: { name: "Tool", does: "Sends an HTTP request." },
  transfer: { name: "Transfer", does: "Transfers the caller to a number." },
  end: { name: "End", does: "Says goodbye and hangs up." },
};

const exits = {
  byId: {
    noMatch: "no match",
    noInput: "no input",
    error: "on error",
    maxTurns: "turns used up",
    failed: "if it fails",
  },
  /** The exit `default`, by the kind of node. */
  defaultOf: {
    start: "next",
    elicitation: "answered",
    llm: "done",
    decision: "otherwise",
    tool: "succeeded",
  },
};

export const flow = {
  kinds,
  unknownKind: (type: string) => ({ name: `Unknown kind ${type}`, does: "Callflow has no such kind of node." }),
  exits,
  digest: {
    saysNothing: "Says nothing",
    noPrompt: "No prompt yet",
    noInstructions: "No instructions yet",
    noUrl: "No URL yet",
    noNumber: "No number yet",
    transferTo: (number: string) => `to ${number}`,
    conditions: (number: number) => count(number, "condition"),
  },
  /** What the data of a new node says. */
  initial: {
    prompt: "What can I do for you?",
    instructions: "Answer the caller in one short sentence.",
    condition: "Condition 1",
    goodbye: "Goodbye!",
  },
  /** What a new flow says. */
  newFlow: {
    greeting: "Hello!",
    label: "What is it about?",
    prompt: "What can I do for you?",
    goodbye: "Thank you. Goodbye!",
  },
  problems: {
    none: "No problems",
    errors: (number: number) => count(number, "error"),
    warnings: (number: number) => count(number, "warning"),
    unfinishedSetting: (field: string, error: string) => `"${field}": ${error}`,
    unfinishedField: (node: string, field: string, error: string) =>
      `The node "${node}": "${field}" is incomplete. ${error}`,
  },
  /** Why a value is not a flow that can be drawn. */
  notDrawable: {
    noObject: "It is JSON, but not an object with a list of nodes.",
    noName: 'It has no "name" that is a text.',
    noNodes: 'It has no list of "nodes".',
    edgesNoList: '"edges" is not a list.',
    variablesNoObject: '"variables" is not an object.',
    nodeNoId: (number: number) => `Node ${number} has no "id" that is a text.`,
    nodeNoType: (id: string) => `The node ${id} has no "type" that Callflow knows.`,
    nodeDataNoObject: (id: string) => `The "data" of the node ${id} is not an object.`,
    nodeNoPosition: (id: string) => `The "position" of the node ${id} is not two numbers, x and y.`,
    edgeIncomplete: (number: number) =>
      `Edge ${number} does not have an "id", a "source" and a "target" that are texts.`,
  },
  json: {
    invalid: (line: number, column: number, reason: string) =>
      `This is not valid JSON yet, at line ${line}, column ${column}. ${reason}`,
    incomplete: "The text ends before the value is complete.",
    nameExpected: "A name in double quotes is expected here.",
    valueExpected: "A value is expected here: a number, a text in double quotes, true, false, null, [ or {.",
    colonExpected: "A colon is missing after the name.",
    commaExpected: "A comma or a closing bracket is missing before this.",
    closeExpected: (bracket: string) => `A comma or ${bracket} is missing before this.`,
    moreAfterEnd: "There is more text after the end of the value.",
    badString: "This text is not closed, or contains a line break or an invalid \\ sequence.",
    badNumber: "This number is not complete.",
    comment: "JSON has no comments.",
    tooDeep: "The value is nested too deep.",
    unreadable: "It cannot be read.",
  },
  id: {
    empty: "Enter an id.",
    reserved: '"sessions" is reserved by the API. Choose another id.',
    tooLong: "An id has at most 128 characters.",
    badStart: "An id begins with a letter or a digit.",
    badCharacter: "An id contains only letters (a to z), digits, and . _ ~ -",
  },
};
