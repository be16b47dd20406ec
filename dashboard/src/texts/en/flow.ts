/** Texts of flow definitions: node kinds, exits, and errors of a file, an ID or a JSON text. */
import { count } from "./plural";

const kinds = {
  start: { name: "Start", does: "Greets the caller. Every flow has one." },
  message: { name: "Message", does: "Says something and goes on." },
  elicitation: { name: "Question", does: "Asks a question and waits for a valid answer." },
  form: { name: "Form", does: "Asks for several answers. One sentence can give more than one." },
  llm: { name: "Language model", does: "Lets a language model answer, once or over several turns." },
  decision: { name: "Decision", does: "Takes the exit of the first condition that is true." },
  tool: { name: "Tool", does: "Sends an HTTP request." },
  subflow: { name: "Subflow", does: "Runs another flow, and goes on by the outcome of its end." },
  transfer: { name: "Transfer", does: "Transfers the caller to another number." },
  end: { name: "End", does: "Says goodbye and hangs up." },
};

const exits = {
  byId: {
    noMatch: "no match",
    noInput: "no input",
    error: "on error",
    maxTurns: "turn limit",
    failed: "on failure",
    declined: "has none",
  },
  /** The exit `default`, by the kind of node. */
  defaultOf: {
    start: "next",
    message: "next",
    elicitation: "answered",
    form: "all answered",
    llm: "done",
    decision: "otherwise",
    tool: "succeeded",
    subflow: "otherwise",
  },
};

export const flow = {
  kinds,
  unknownKind: (type: string) => ({ name: `Unknown kind ${type}`, does: "Callflow does not know this kind of node." }),
  exits,
  digest: {
    saysNothing: "Says nothing",
    noPrompt: "No prompt yet",
    noInstructions: "No instructions yet",
    noUrl: "No URL yet",
    noNumber: "No number yet",
    noFlow: "No flow yet",
    runs: (flowId: string) => `runs ${flowId}`,
    transferTo: (number: string) => `to ${number}`,
    conditions: (number: number) => count(number, "condition"),
    noSlots: "No slots yet",
  },
  handler: {
    said: (first: string, more: number) => `“${first}”${more > 0 ? ` and ${more} more` : ""}`,
  },
  /** What the data of a new node says. */
  initial: {
    prompt: "What can I do for you?",
    message: "One moment, please.",
    instructions: "Answer the caller in one short sentence.",
    condition: "Condition 1",
    goodbye: "Goodbye!",
    flowId: "other-flow",
  },
  /** What a new flow says. */
  newFlow: {
    greeting: "Hello!",
    label: "What is it about?",
    prompt: "What can I do for you?",
    goodbye: "Thank you. Goodbye!",
    sorryLabel: "Not understood",
    sorry: "Sorry, I did not understand you. Goodbye!",
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
    noObject: "The JSON is not an object with a list of nodes.",
    noName: 'Its "name" is missing or is not text.',
    noNodes: 'Its list of "nodes" is missing.',
    edgesNoList: '"edges" is not a list.',
    variablesNoObject: '"variables" is not an object.',
    nodeNoId: (number: number) => `The "id" of node ${number} is missing or is not text.`,
    nodeNoType: (id: string) => `The "type" of the node ${id} is missing or unknown.`,
    nodeDataNoObject: (id: string) => `The "data" of the node ${id} is not an object.`,
    nodeNoPosition: (id: string) => `The "position" of the node ${id} must have two numbers, x and y.`,
    edgeIncomplete: (number: number) => `Edge ${number} must have an "id", a "source" and a "target" that are text.`,
  },
  json: {
    invalid: (line: number, column: number, reason: string) =>
      `This JSON is not valid at line ${line}, column ${column}. ${reason}`,
    incomplete: "The text ends before the value is complete.",
    nameExpected: "A name in double quotes is expected here.",
    valueExpected: "A value is expected here: a number, text in double quotes, true, false, null, [ or {.",
    colonExpected: "A colon is missing after the name.",
    commaExpected: "A comma or a closing bracket is missing before this.",
    closeExpected: (bracket: string) => `A comma or ${bracket} is missing before this.`,
    moreAfterEnd: "There is text after the end of the value.",
    badString: "This text has no closing quote, or contains a line break or an invalid \\ sequence.",
    badNumber: "This number is not complete.",
    comment: "JSON does not allow comments.",
    tooDeep: "The value is nested too deeply.",
    unreadable: "The file cannot be read.",
  },
  id: {
    empty: "Enter an ID.",
    reserved: 'The ID "sessions" is reserved. Choose another ID.',
    tooLong: "An ID can have at most 128 characters.",
    badStart: "An ID must start with a letter or a digit.",
    badCharacter: "An ID can contain only letters (a to z), digits, and . _ ~ -",
  },
};
