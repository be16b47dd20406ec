/** The draft on this page: its state, the ways to change it, and its copy in this browser's storage. */
import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import type { FlowDefinition } from "../../api/types";
import type { DefinitionEdit } from "../../flow/definition/edits";
import { initialState, isDirty, reduce, type DraftAction, type DraftState } from "./draft-state";
import { removeUnsaved, storeUnsaved } from "./unsaved";

export interface Draft {
  state: DraftState;
  definition: FlowDefinition;
  dirty: boolean;
  /** False if this browser cannot store unsaved changes. */
  stored: boolean;
  /** `about`: the subject of the edit, so that typing in one field is undone as one. */
  edit: (edit: DefinitionEdit, about?: string) => void;
  dispatch: (action: DraftAction) => void;
}

/** The time without a change after which the draft is stored, in milliseconds. */
const STORE_DELAY_MILLIS = 300;

/** `initial`: the arguments of `initialState`. */
export function useDraft(flowId: string, initial: () => Parameters<typeof initialState>): Draft {
  const [state, dispatch] = useReducer(reduce, null, () => initialState(...initial()));
  const dirty = isDirty(state);
  const stored = useStored(flowId, state, dirty);
  const edit = useCallback<Draft["edit"]>((change, about) => {
    dispatch({ type: "edit", edit: change, about: about ?? null, at: Date.now() });
  }, []);
  useUndoKeys(dispatch);
  return { state, definition: state.history.present, dirty, stored, edit, dispatch };
}

function useStored(flowId: string, state: DraftState, dirty: boolean): boolean {
  const [stored, setStored] = useState(true);
  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
    const timer = setTimeout(() => setStored(store(flowId, state)), STORE_DELAY_MILLIS);
    return () => clearTimeout(timer);
  }, [flowId, state]);
  useEffect(() => {
    const flush = () => {
      store(flowId, latest.current);
    };
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, [flowId]);
  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [dirty]);
  return stored;
}

function store(flowId: string, state: DraftState): boolean {
  if (isDirty(state)) {
    const { history, unfinished, base } = state;
    return storeUnsaved(flowId, {
      definition: history.present,
      unfinished,
      revision: base.revision,
      at: new Date().toISOString(),
    });
  }
  removeUnsaved(flowId);
  return true;
}

/** Ctrl or Cmd with Z undoes, with Shift and Z or with Y redoes. A field for unfinished text keeps the browser's own undo. */
function useUndoKeys(dispatch: (action: DraftAction) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      if (event.target instanceof Element && event.target.closest("[data-own-undo], [role='dialog']") !== null) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      dispatch({ type: key === "y" || event.shiftKey ? "redo" : "undo" });
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [dispatch]);
}
