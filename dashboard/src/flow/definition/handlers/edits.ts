/** The changes that a line from the handlers' lane makes. Each is a `DefinitionEdit` (../edits.ts). */
import type { FlowDefinition } from "../../../api/types";
import { setAt, setSetting } from "../edits";
import { freeId } from "../free-id";
import { field, list } from "../read";
import { handlersOf } from "./handlers";

/** The id that a new handler gets. */
export function newHandlerId(definition: FlowDefinition): string {
  return freeId("handler-", idsOf(definition));
}

/** Add a handler that has no phrase yet. `id`: its id, if it is free; `target`: empty for none. */
export function addHandler(definition: FlowDefinition, id: string, target: string): FlowDefinition {
  const free = idsOf(definition).includes(id) ? newHandlerId(definition) : id;
  const handlers = list(field(definition, "handlers"));
  return setSetting(definition, "handlers", [...handlers, { id: free, phrases: [], target }]);
}

/** Let a handler lead to another node. */
export function setHandlerTarget(definition: FlowDefinition, id: string, target: string): FlowDefinition {
  const handler = handlersOf(definition).find((one) => one.id === id);
  return handler === undefined ? definition : setAt(definition, ["handlers", handler.index, "target"], target);
}

function idsOf(definition: FlowDefinition): string[] {
  return list(field(definition, "handlers")).map((handler) => String(field(handler, "id")));
}
