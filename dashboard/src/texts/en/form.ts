/** Texts of the form of a node's data: field labels, hints, and rules. */
import { count } from "./plural";

/** Labels of fields whose name does not say enough. Other labels are made from the field's name. */
const labels = {
  to: "Transfer to",
  url: "URL",
  until: "Stay until",
  speak: "Speak the model's reply",
  noInputPrompts: "Prompts after silence",
  noInputSeconds: "Seconds of silence",
  maxAttempts: "Maximum attempts",
  maxTurns: "Maximum replies",
  maxTokens: "Maximum tokens",
  timeoutSeconds: "Timeout in seconds",
  valueType: "Value type",
  minLength: "Minimum length",
  maxLength: "Maximum length",
  many: "Takes several answers",
  optional: "The caller may have none",
  confirm: "Read back and ask",
  interruptible: "The caller can interrupt",
  hints: "Words to expect",
  format: "Format, for the model",
  keys: "Keys of the phone",
  required: "Must be answered",
  fallback: "If the model fails, say",
  assign: "Variables set on exit",
  extract: "Variables set by the model",
  when: "In words",
  handlers: "What a caller may say at any time",
  target: "Leads to",
  resume: "Come back to the open question",
  id: "ID",
  flowId: "Flow",
  in: "Variables set in the other flow",
  out: "Variables set by the other flow",
};

const hints = {
  label: "The title of this node in the diagram. If empty, the ID is shown.",
  assign: "Set in this order when the flow leaves the node by any exit. Each value is a JavaScript expression.",
  prompt: "The question. {{ expression }} inserts a value.",
  variable: "The variable that stores the answer.",
  valueType: "The type of answer that is valid.",
  choices: "The valid answers. A synonym stands for its value.",
  extraction:
    "verbatim: all of the caller's words. parse: the rules of the flow's language find a value in them. llm: a language model finds a value in them. auto: the rules, and then the language model if they find none.",
  length: "The exact number of characters.",
  minLength: "The least number of characters.",
  maxLength: "The greatest number of characters.",
  pattern: "A regular expression that the whole code must match, such as [A-Z]{2}[0-9]{6}.",
  country: "The country whose rules apply, as two letters: GB. If empty, the region of the flow's language.",
  currency:
    "The currency if the caller says none, as three letters: EUR. If empty, that of the region of the flow's language.",
  many: "The variable is a list: “the soup and the fish” is two answers.",
  prefer: "Which one “Friday” or “the fifth” means: the last one or the next one.",
  optional: "If the caller says that there is none, the flow takes the exit declined and the variable is null.",
  confirm:
    "Read back to the caller, with {{ value }}. Yes keeps the value, no asks again, and a correction replaces it. If empty, nothing is read back.",
  format: "How the value is written, in words for the language model: “two letters, then six digits”.",
  hints: "Words that callers are likely to say. Speech recognition prefers them.",
  interruptible: "If off, the caller hears all of it before an answer counts.",
  keys: "How the keys of a phone are collected into one answer. If all are empty, # or a pause ends an answer.",
  end: "The key that ends the answer: a digit, * or #. The key # ends it too.",
  seconds: "After this pause without a key, the answer is complete.",
  required: "If off, the form does not ask for it. It takes the value from an answer that has one.",
  slots: "What the form asks for. One sentence of the caller can fill several slots.",
  validation:
    "A JavaScript expression that uses value and the variables. An answer is valid if the expression is true.",
  reprompts: "Spoken after an invalid answer: the first time, the second time…",
  noInputPrompts: "Spoken after silence: the first time, the second time…",
  maxAttempts: "After this many invalid answers or silences, the flow takes the exit noMatch or noInput.",
  noInputSeconds: "How long the caller can be silent.",
  instructions: "The instructions for the model. {{ expression }} inserts a value.",
  model: "If empty, the default model of the deployment is used.",
  temperature: "0 is the least random, 2 is the most random. If empty, the model's default is used.",
  maxTokens: "The maximum length of one reply.",
  extract: "Variables and their JSON schemas. The model can set only these variables.",
  until: "The conversation stays here until this expression is true. If empty, the model speaks once.",
  maxTurns: "After this many replies, the flow takes the exit maxTurns.",
  speak: "If off, the model only sets variables.",
  fallback: "Spoken before the flow takes the exit error.",
  conditions:
    "The flow takes the exit of the first condition that is true. If none is true, it takes the exit default.",
  expression: "The condition, as a JavaScript expression.",
  when: "What is true of the conversation: “the caller wants to cancel”. A language model decides, after all expressions.",
  request: "The HTTP request. Every text can contain {{ expression }}.",
  method: "The HTTP method.",
  url: "A public address. Values from {{ }} are percent-encoded.",
  headers: "{{ secrets.NAME }} is filled in when the request is sent. It is never recorded.",
  query: "Added to the URL.",
  body: 'JSON. A text that is only "{{ people }}" keeps the type of the value.',
  retries:
    "Used after a connection error, a timeout, or status 429 or 5xx. Enter 0 for a request that must not run twice.",
  timeoutSeconds: "The limit applies to each attempt.",
  to: "A phone number such as +15550123, a SIP URI, or {{ expression }}.",
  flowId: "The ID of the other flow. It must be published.",
  version: "The version of the other flow. If empty, publishing takes the latest one and keeps it.",
  in: "Sets variables of the other flow when it begins. The expressions use the variables of this flow.",
  out: "Sets variables of this flow when the other one ends. The expressions use the variables of the other flow.",
  mode: "cold: the caller is transferred at once.",
  outcome: "The result of the call. The list of sessions shows it.",
  synonyms: "Other words for the same answer.",
};

/** Hints of a field in one kind of node or in one list, by `kind.field` or `list.field`. */
const hintsOfKind = {
  "start.message": "Spoken first. {{ expression }} inserts a value.",
  "message.message": "Spoken before the flow goes on. {{ expression }} inserts a value.",
  "tool.message": "Spoken while the request runs. {{ expression }} inserts a value.",
  "tool.assign":
    "Set in this order when the flow leaves the node. The expressions can use response: {status, headers, body}.",
  "transfer.message": "Spoken before the caller is transferred.",
  "flow.handlers":
    "Looked at for each of the caller's sentences, before the node that listens. The diagram shows them beside the nodes.",
  "handlers.phrases": "What the caller says, in so many words: “a person, please”.",
  "handlers.when": "What the caller wants: “the caller asks when we are open”. A language model decides.",
  "handlers.expression": "A JavaScript expression that uses value, the caller's words, and the variables.",
  "handlers.target": "The node at which the call goes on.",
  "handlers.resume": "The call comes back when it reaches an end node with the outcome “resume”.",
  "handlers.id": "Sessions use this ID.",
  "conditions.label": "The name of this exit in the diagram. If empty, its expression or its words are shown.",
  "conditions.id": "Edges and sessions use this ID for the exit. If you change it, the edges are updated.",
  "choices.value": "The value that the variable gets. The caller can say it.",
  "choices.label": "The name of the choice. If empty, its value is shown.",
  "end.message": "Spoken before the call ends. {{ expression }} inserts a value.",
  "keys.length": "The answer is complete after this many keys, without the end key.",
  "slots.optional": "If the caller says that there is none, the variable is null.",
  "slots.label": "The name of the slot in the editor. If empty, its variable is shown.",
  "form.prompt": "Asked first. Its answer fills every slot that it names. If empty, the first slot is asked.",
  "form.confirm":
    "Read back when all slots are filled, with {{ expression }}. Yes goes on, and a correction changes its slot alone. If empty, nothing is read back.",
  "form.maxAttempts":
    "After this many invalid answers or silences at one question, the flow takes the exit noMatch or noInput.",
};

/** The name of one entry of a list field. */
const entries = {
  conditions: "condition",
  handlers: "handler",
  phrases: "phrase",
  slots: "slot",
  hints: "word",
  choices: "choice",
  reprompts: "reprompt",
  noInputPrompts: "prompt",
  synonyms: "synonym",
  headers: "header",
  query: "parameter",
  assign: "variable",
};

/** What the empty option of an optional choice says, by field. */
const unset = {
  extraction: "By type: verbatim for string, otherwise auto",
  prefer: "By the question",
};

/** The fields of which an object has one: how the choice between them is called, and each of them. */
const alternatives = {
  handler: {
    title: "Reached by",
    phrases: "Phrases",
    when: "A language model, in words",
    expression: "An expression",
  },
  condition: {
    title: "Decided by",
    expression: "An expression",
    when: "A language model, in words",
  },
};

/** The groups of a question's fields. */
const groups = {
  understanding: "How an answer is understood",
  asking: "Asking again, and silence",
  keys: "Keys",
};

export const form = {
  labels,
  unset,
  alternatives,
  groups,
  hints,
  hintsOfKind,
  entries,
  entry: "entry",
  loading: "Loading form…",
  otherFields: "The form does not show these fields. Edit them under JSON:",
  required: "(required)",
  choose: "Choose…",
  details: "Label and synonyms",
  alsoSynonyms: (synonyms: string) => `also: ${synonyms}`,
  warning: "Warning:",
  none: "None",

  entryName: (entry: string, number: number) => `${entry} ${number}`,
  fieldOfEntry: (label: string, entry: string) => `${label}: ${entry}`,
  add: (entry: string) => `Add ${entry}`,
  moveUp: (entry: string) => `Move ${entry} up`,
  moveDown: (entry: string) => `Move ${entry} down`,
  remove: (entry: string) => `Remove ${entry}`,
  rowName: (entry: string) => `Name of ${entry}`,
  rowValue: (name: string) => `Value of ${name}`,
  rowExpression: (name: string) => `Expression of ${name}`,
  namePlaceholder: "name",
  valuePlaceholder: "value",
  expressionPlaceholder: "expression",
  offers: "Add a value of the last response",
  offer: (expression: string, found: string) => `${expression} = ${found}`,
  rowWithoutName: "A row has a value but no name.",
  rowsWithOneName: (name: string) => `Two rows are named ${name}. Rename one of them.`,
  notSettled: (error: string, value: string) =>
    value === "" ? `${error} Press Escape to clear the field.` : `${error} Press Escape to restore ${value}.`,

  conditionIdEmpty: "Enter an ID.",
  conditionIdDefault: 'The ID "default" is reserved for the exit if no condition is true. Choose another ID.',
  conditionIdTaken: (id: string) => `Another entry has the ID ${id}.`,

  rules: {
    required: "This field is required.",
    boolean: "This must be on or off.",
    choice: (options: string) => `This must be one of: ${options}.`,
    list: "This must be a list.",
    maxItems: (items: number) => `This list can have at most ${items} entries.`,
    object: "This must be an object of names and values.",
    text: "This must be text.",
    tooLong: (excess: number, limit: string) => `This is ${count(excess, "character")} over the limit of ${limit}.`,
    number: (value: string) => `This must be a number, not ${value}.`,
    integer: "This must be a whole number.",
    range: (range: string) => `This must be ${range}.`,
    between: (minimum: number, maximum: string) => `from ${minimum} to ${maximum}`,
    atLeast: (minimum: number) => `at least ${minimum}`,
    above: (bound: number) => `more than ${bound}`,
    aboveUpTo: (bound: number, maximum: string) => `more than ${bound} and at most ${maximum}`,
    atMost: (maximum: string) => `at most ${maximum}`,
    anyNumber: "any number",
    defaultsTo: (value: number) => `${value} if empty`,
  },
};
