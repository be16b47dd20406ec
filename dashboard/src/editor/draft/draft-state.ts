/** The state of a draft that is being edited: its history, the server's version, and unfinished texts. */
import type { FlowDefinition } from "../../api/types";
import type { DefinitionEdit } from "../../flow/definition/edits";
import { same, samePath, type Path } from "../../flow/definition/json";
import type { Unfinished } from "../../flow/definition/problems";
import { change, newHistory, redo, undo, type History } from "./history";

export interface DraftState {
  readonly history: History<FlowDefinition>;
  /** The server's draft that this state is based on; null and 0 if none was ever saved. */
  readonly base: { readonly definition: FlowDefinition | null; readonly revision: number };
  readonly unfinished: readonly Unfinished[];
}

export type DraftAction =
  | { type: "edit"; edit: DefinitionEdit; about: string | null; at: number }
  | { type: "undo" }
  | { type: "redo" }
  /** The server has stored this definition. */
  | { type: "saved"; definition: FlowDefinition; revision: number }
  /** Replace the draft by the server's. Undo restores the previous draft. */
  | { type: "adopt"; definition: FlowDefinition; revision: number }
  | { type: "unfinished"; unfinished: Unfinished }
  | { type: "finished"; nodeId: string | null; path: Path }
  | { type: "renamed"; from: string; to: string };

export function initialState(
  base: DraftState["base"],
  now: FlowDefinition,
  unfinished: readonly Unfinished[] = [],
): DraftState {
  const before = base.definition ?? now;
  const history = newHistory(before);
  return { history: same(before, now) ? history : change(history, now, null, 0), base, unfinished };
}

export function reduce(state: DraftState, action: DraftAction): DraftState {
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

/** Whether the draft differs from the server's. */
export function isDirty(state: DraftState): boolean {
  return state.unfinished.length > 0 || !same(state.history.present, state.base.definition);
}

function without(all: readonly Unfinished[], gone: { nodeId: string | null; path: Path }): readonly Unfinished[] {
  return all.filter((one) => one.nodeId !== gone.nodeId || !samePath(one.path, gone.path));
}
