/** The state of a flow that is being edited: what it was, what it is now, and texts that are not values yet. */
import type { FlowDefinition } from "../../api/types";
import { samePath, same, type Path } from "../../flow/definition/json";
import type { Unfinished } from "../../flow/definition/problems";
import { begin, change, redo, undo, type History } from "./history";

export interface EditorState {
  readonly history: History<FlowDefinition>;
  /** The draft of the server that this goes on from; null and 0 where nothing was ever saved. */
  readonly base: { readonly definition: FlowDefinition | null; readonly revision: number };
  readonly unfinished: readonly Unfinished[];
}

export type EditorAction =
  | { type: "edit"; edit: (definition: FlowDefinition) => FlowDefinition; about: string | null; at: number }
  | { type: "undo" }
  | { type: "redo" }
  /** The server has it now. */
  | { type: "saved"; definition: FlowDefinition; revision: number }
  /** Take over what the server has; what was here can be had back by undoing. */
  | { type: "adopt"; definition: FlowDefinition; revision: number }
  | { type: "unfinished"; unfinished: Unfinished }
  | { type: "finished"; nodeId: string | null; path: Path }
  | { type: "renamed"; from: string; to: string };

export function beginEditing(
  base: EditorState["base"],
  now: FlowDefinition,
  unfinished: readonly Unfinished[] = [],
): EditorState {
  const before = base.definition ?? now;
  return { history: same(before, now) ? begin(before) : change(begin(before), now, null, 0), base, unfinished };
}

export function reduce(state: EditorState, action: EditorAction): EditorState {
  switch (action.type) {
    case "edit":
      return { ...state, history: change(state.history, action.edit(state.history.present), action.about, action.at) };
    case "undo":
      return { ...state, history: undo(state.history) };
    case "redo":
      return { ...state, history: redo(state.history) };
    case "saved":
      return { ...state, base: { definition: action.definition, revision: action.revision } };
    case "adopt": {
      const base = { definition: action.definition, revision: action.revision };
      if (same(state.history.present, action.definition)) return { ...state, base, unfinished: [] };
      return { history: change(state.history, action.definition, null, 0), base, unfinished: [] };
    }
    case "unfinished":
      return { ...state, unfinished: [...without(state.unfinished, action.unfinished), action.unfinished] };
    case "finished": {
      const left = without(state.unfinished, action);
      return left.length === state.unfinished.length ? state : { ...state, unfinished: left };
    }
    case "renamed":
      return {
        ...state,
        unfinished: state.unfinished.map((one) => (one.nodeId === action.from ? { ...one, nodeId: action.to } : one)),
      };
  }
}

export function isDirty(state: EditorState): boolean {
  return state.unfinished.length > 0 || !same(state.history.present, state.base.definition);
}

function without(all: readonly Unfinished[], gone: { nodeId: string | null; path: Path }): readonly Unfinished[] {
  return all.filter((one) => one.nodeId !== gone.nodeId || !samePath(one.path, gone.path));
}
