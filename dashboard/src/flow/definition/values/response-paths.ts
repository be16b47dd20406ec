/** The values of a tool's response, each with the expression that reads it. */
import { isObject } from "../../../api/json";
import { isList } from "../json";

export interface Offer {
  /** The expression: `response.body.order.state`. */
  expression: string;
  /** A name for the variable that takes the value. */
  name: string;
  /** The value that was found, as JSON, cut. */
  found: string;
}

interface Response {
  status: number | null;
  headers: Readonly<Record<string, string>>;
  body: unknown;
}

/** A response can have thousands of values. */
const MAX_OFFERS = 200;
const MAX_DEPTH = 6;
const MAX_FOUND = 40;

/**
 * Every value of a response: the status, each value of the body, and the headers last. Of a list, the list itself and
 * the values of its first entry.
 */
export function responsePaths({ status, headers, body }: Response): readonly Offer[] {
  const offers: Offer[] = [offer("response.status", "status", status)];
  addValues(offers, "response.body", "body", body, 0);
  for (const [name, value] of Object.entries(headers)) {
    offers.push(offer(`response.headers${access(name)}`, nameOf(name), value));
  }
  return offers.slice(0, MAX_OFFERS);
}

function addValues(offers: Offer[], expression: string, name: string, value: unknown, depth: number): void {
  if (offers.length >= MAX_OFFERS || value === null || value === undefined) return;
  offers.push(offer(expression, nameOf(name), value));
  if (depth >= MAX_DEPTH) return;
  if (isList(value)) {
    offers.push(offer(`${expression}.length`, nameOf(`${name} count`), value.length));
    addValues(offers, `${expression}[0]`, `first ${name}`, value[0], depth + 1);
  } else if (isObject(value)) {
    for (const [field, inner] of Object.entries(value)) {
      addValues(offers, `${expression}${access(field)}`, field, inner, depth + 1);
    }
  }
}

function offer(expression: string, name: string, value: unknown): Offer {
  const text = JSON.stringify(value);
  return { expression, name, found: text.length > MAX_FOUND ? `${text.slice(0, MAX_FOUND - 1)}…` : text };
}

function access(field: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(field) ? `.${field}` : `[${JSON.stringify(field)}]`;
}

/** `order-state` as `orderState`: the name of a variable is a JavaScript identifier. */
function nameOf(field: string): string {
  const words = field.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const joined = words
    .map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join("");
  return /^[a-z]/.test(joined) ? joined : `value${joined}`;
}
