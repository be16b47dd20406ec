/** The handlers of a flow: what a caller may say at any time, and where it leads. A malformed handler is left out. */
import type { FlowDefinition } from "../../../api/types";
import { texts } from "../../../texts";
import type { Path } from "../json";
import { field, line, list } from "../read";

export interface Handler {
  id: string;
  /** Its place in the flow's list. */
  index: number;
  /** What is said: the first phrase and how many more there are, the words for the model, or the expression. */
  title: string;
  /** The id of the node that it leads to; empty if it names none. */
  target: string;
  /** Whether the call comes back to the question that was open. */
  resume: boolean;
}

export function handlersOf(definition: FlowDefinition): readonly Handler[] {
  const seen = new Set<string>();
  return list(field(definition, "handlers")).flatMap((handler, index) => {
    const id = field(handler, "id");
    if (typeof id !== "string" || id === "" || seen.has(id)) return [];
    seen.add(id);
    const target = field(handler, "target");
    return [
      {
        id,
        index,
        title: handlerTitle(handler) || id,
        target: typeof target === "string" ? target : "",
        resume: field(handler, "resume") === true,
      },
    ];
  });
}

/** What a handler listens for, in one line; empty if it does not say. */
export function handlerTitle(handler: unknown): string {
  const [first, ...more] = list(field(handler, "phrases")).map(line).filter(Boolean);
  if (first !== undefined) return texts.flow.handler.said(first, more.length);
  return line(field(handler, "when")) || line(field(handler, "expression"));
}

/** The path of a handler in the definition; that of the next one for a handler that is just being added. */
export function handlerPath(definition: FlowDefinition, handlerId: string): Path {
  const index = handlersOf(definition).find(({ id }) => id === handlerId)?.index;
  return ["handlers", index ?? list(field(definition, "handlers")).length];
}
