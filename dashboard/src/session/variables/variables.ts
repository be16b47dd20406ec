/** The variables after a turn: the defaults of the flow, changed by each turn up to it. */
import type { FlowDefinition, Session } from "../../api/types";

export interface VariableRow {
  name: string;
  /** Undefined if it is not set. */
  value: unknown;
  changed: boolean;
  /** The value before this turn; undefined if it was not set. */
  was: unknown;
}

type Values = ReadonlyMap<string, unknown>;

/** `last`: the index of a turn; null for the newest. Changed variables come first, those without a value last. */
export function variablesAt(
  session: Session,
  definition: FlowDefinition | undefined,
  last: number | null,
): VariableRow[] {
  const at = last ?? session.turns.length - 1;
  const defaults = initial(definition);
  const before = new Map(defaults);
  for (const turn of session.turns.slice(0, Math.max(0, at))) fold(before, turn.variables.changed);
  const turn = session.turns[at];
  // Before the first turn, the session has only the call's own variables.
  const after = fold(new Map(before), turn === undefined ? session.context.variables : turn.variables.changed);
  const names = new Set([...Object.keys(definition?.variables ?? {}), ...after.keys()]);
  return [...names]
    .map((name) => row(name, after, before))
    .sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
}

function row(name: string, after: Values, before: Values): VariableRow {
  const [value, was] = [after.get(name), before.get(name)];
  return { name, value, was, changed: !equalJson(value, was) };
}

function rank({ changed, value }: VariableRow): number {
  return changed ? 0 : value === undefined || value === null ? 2 : 1;
}

/** The variables that have a default. */
function initial(definition: FlowDefinition | undefined): Map<string, unknown> {
  const declared = Object.entries(definition?.variables ?? {});
  return new Map(
    declared.flatMap(([name, variable]) =>
      variable.default === undefined || variable.default === null ? [] : [[name, variable.default] as const],
    ),
  );
}

function fold(values: Map<string, unknown>, changed: Record<string, unknown>): Map<string, unknown> {
  for (const [name, value] of Object.entries(changed)) values.set(name, value);
  return values;
}

/** Whether two JSON values are equal. The order of keys does not matter. */
export function equalJson(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [ones, others] = [Object.entries(one), new Map(Object.entries(other))];
  return (
    ones.length === others.size && ones.every(([key, value]) => others.has(key) && equalJson(value, others.get(key)))
  );
}
