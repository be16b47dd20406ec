/** What the fields of nodes are called, and one line about each. */
import type { Path } from "../../../flow/definition/json";

const LABELS: Readonly<Record<string, string>> = {
  to: "Transfer to",
  url: "URL",
  until: "Stay until",
  speak: "Speak the model's words",
  noInputPrompts: "Prompts after silence",
  noInputSeconds: "Seconds of silence",
  maxAttempts: "Attempts at most",
  maxTurns: "Replies at most",
  maxTokens: "Tokens at most",
  timeoutSeconds: "Seconds to wait",
  valueType: "Type of the value",
  fallback: "If the model fails, say",
  assign: "Set variables on leaving",
  extract: "Variables the model sets",
  id: "Id",
};

const HINTS: Readonly<Record<string, string>> = {
  label: "What the picture calls this node; its id where empty.",
  assign: "Run in order when the node is left, by whichever exit. Each value is a JavaScript expression.",
  prompt: "What is asked. {{ expression }} puts a value in.",
  variable: "The variable that takes the answer.",
  valueType: "What kind of answer is wanted.",
  choices: "The answers that fit. Synonyms count as the value.",
  extraction: "verbatim: all that was said. parse: found in it, in English. llm: a model finds it.",
  validation: "An expression over value and the variables; an answer fits where it is true.",
  reprompts: "Said when an answer does not fit: the first time, the second time…",
  noInputPrompts: "Said after silence: the first time, the second time…",
  maxAttempts: "After so many answers that do not fit, or silences, the node is left by noMatch or noInput.",
  noInputSeconds: "How long a silence may last.",
  instructions: "What the model is told. {{ expression }} puts a value in.",
  model: "The deployment's own model where empty.",
  temperature: "0 is steady, 2 is wild; the model's own where empty.",
  maxTokens: "The length of one reply.",
  extract: "Variables and their JSON schemas; the model can set no others.",
  until: "Keep talking here until this expression is true. Where empty, the model speaks once.",
  maxTurns: "After so many replies the node is left by maxTurns.",
  speak: "Off: the model only sets variables.",
  fallback: "Said before the node is left by error.",
  conditions: "The first that is true names the exit; where none is, default.",
  expression: "JavaScript; the condition holds where it is true.",
  request: "What is sent, and where to. {{ expression }} may stand in every text.",
  method: "How the request is sent.",
  url: "A public address. Values from {{ }} are percent-encoded.",
  headers: "{{ secrets.NAME }} is filled in when the request is sent, and stands in no record.",
  query: "Added to the URL.",
  body: 'JSON. "{{ people }}" alone keeps the value\'s own type.',
  retries: "After a broken connection, a time-out, 429 or 5xx. 0 for what must not happen twice.",
  timeoutSeconds: "For each attempt.",
  to: "A number as +15550123, a SIP URI, or {{ expression }}.",
  mode: "cold: the caller is handed over at once.",
  outcome: "How the call ended, for the list of sessions.",
  synonyms: "Other words for the same answer.",
};

/** What a field says of one kind of node, or within one list. */
const HINTS_OF_KIND: Readonly<Record<string, string>> = {
  "start.message": "Said first. {{ expression }} puts a value in.",
  "tool.message": "Said while the request runs. {{ expression }} puts a value in.",
  "tool.assign": "Run in order on leaving. The expressions see response: {status, headers, body}.",
  "transfer.message": "Said before the caller is handed over.",
  "conditions.label": "What the picture calls this exit; its expression where empty.",
  "conditions.id": "Edges and sessions name the exit by it; edges follow when it is renamed.",
  "choices.label": "How the choice is called where it is not its value.",
  "end.message": "Said before hanging up. {{ expression }} puts a value in.",
};

export function labelOf(name: string): string {
  const known = LABELS[name];
  if (known !== undefined && Object.hasOwn(LABELS, name)) return known;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .toLowerCase()
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `path`: where the field stands in the node's data. */
export function hintOf(type: string, path: Path): string {
  const name = String(path.at(-1));
  const outer = path.length > 1 && typeof path.at(-2) === "number" ? String(path.at(-3)) : type;
  const ofKind = HINTS_OF_KIND[`${outer}.${name}`];
  return ofKind ?? (Object.hasOwn(HINTS, name) ? (HINTS[name] ?? "") : "");
}

/** What one entry of a list is called: "Add condition". */
export function entryOf(name: string): string {
  const known: Readonly<Record<string, string>> = {
    conditions: "condition",
    choices: "choice",
    reprompts: "reprompt",
    noInputPrompts: "prompt",
    synonyms: "synonym",
    headers: "header",
    query: "parameter",
    assign: "variable",
  };
  return Object.hasOwn(known, name) ? (known[name] ?? "entry") : "entry";
}
