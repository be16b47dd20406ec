/** A flow that is being edited in this page: its state, the ways to change it, and its copy in this browser. */
import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import type { FlowDefinition } from "../../api/types";
import { beginEditing, isDirty, reduce, type EditorAction, type EditorState } from "./draft-state";
import { forgetUnsaved, keepUnsaved } from "./unsaved";

export interface Editing {
  state: EditorState;
  definition: FlowDefinition;
  dirty: boolean;
  /** False where this browser cannot keep what is not saved. */
  kept: boolean;
  /** `about`: what is being changed, so that typing is undone as one. */
  edit: (edit: (definition: FlowDefinition) => FlowDefinition, about?: string) => void;
  dispatch: (action: EditorAction) => void;
}

const KEEP_AFTER_MILLIS = 300;

export function useDraft(flowId: string, begin: () => Parameters<typeof beginEditing>): Editing {
  const [state, dispatch] = useReducer(reduce, null, () => beginEditing(...begin()));
  const dirty = isDirty(state);
  const kept = useKept(flowId, state, dirty);
  const edit = useCallback<Editing["edit"]>((change, about) => {
    dispatch({ type: "edit", edit: change, about: about ?? null, at: Date.now() });
  }, []);
  useKeys(dispatch);
  return { state, definition: state.history.present, dirty, kept, edit, dispatch };
}

function useKept(flowId: string, state: EditorState, dirty: boolean): boolean {
  const [kept, setKept] = useState(true);
  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
    const timer = setTimeout(() => setKept(store(flowId, state)), KEEP_AFTER_MILLIS);
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
  return kept;
}

function store(flowId: string, state: EditorState): boolean {
  if (isDirty(state)) {
    const { history, unfinished, base } = state;
    return keepUnsaved(flowId, {
      definition: history.present,
      unfinished,
      revision: base.revision,
      at: new Date().toISOString(),
    });
  }
  forgetUnsaved(flowId);
  return true;
}

/** Ctrl or Cmd with Z, and with Shift or Y to do it again. A text that is no value yet undoes its own letters. */
function useKeys(dispatch: (action: EditorAction) => void): void {
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
