/** Saving and publishing a draft, and what came of it. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asFailure, type ApiFailure } from "../../api/failure";
import { findDraft, keys, publishFlow, saveFlow } from "../../api/flows";
import { checkKey } from "./useCheck";
import type { Editing } from "./useDraft";

export type Outcome =
  | { kind: "saved" }
  | { kind: "published"; version: number }
  /** Somebody else saved in the meantime. */
  | { kind: "moved"; revision: number }
  | { kind: "unfinished" }
  | { kind: "failed"; doing: "save" | "publish"; failure: ApiFailure };

export interface Saving {
  busy: "save" | "publish" | null;
  outcome: Outcome | null;
  forget: () => void;
  /** Whether it is saved now. */
  save: (overwrite?: boolean) => Promise<boolean>;
  publish: () => Promise<void>;
}

export function useSaving(flowId: string, editing: Editing): Saving {
  const client = useQueryClient();
  const [busy, setBusy] = useState<Saving["busy"]>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  async function write(overwrite: boolean): Promise<Outcome> {
    const { definition, state, dispatch } = editing;
    if (state.unfinished.length > 0) return { kind: "unfinished" };
    try {
      const server = await findDraft(flowId);
      if (!overwrite && server !== null && server.draftRevision !== state.base.revision) {
        client.setQueryData(keys.version(flowId, "draft"), server);
        return { kind: "moved", revision: server.draftRevision };
      }
      const saved = await saveFlow(flowId, definition);
      dispatch({ type: "saved", definition, revision: saved.revision });
      client.setQueryData(checkKey(flowId, definition), { problems: saved.problems, of: definition });
      await refreshed();
      return { kind: "saved" };
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (failure.problems.length > 0) {
        client.setQueryData(checkKey(flowId, definition), { problems: failure.problems, of: definition });
      }
      return { kind: "failed", doing: "save", failure };
    }
  }

  /** Not waited for longer than it takes: what is saved is saved. */
  async function refreshed(): Promise<void> {
    void client.invalidateQueries({ queryKey: keys.flows });
    await Promise.race([
      client.invalidateQueries({ queryKey: keys.flow(flowId) }),
      new Promise((done) => setTimeout(done, 2_000)),
    ]);
  }

  async function save(overwrite = false): Promise<boolean> {
    setBusy("save");
    const came = await write(overwrite);
    setOutcome(came);
    setBusy(null);
    return came.kind === "saved";
  }

  async function publish(): Promise<void> {
    setBusy("publish");
    const came = editing.dirty || editing.state.base.revision === 0 ? await write(false) : ({ kind: "saved" } as const);
    setOutcome(came.kind === "saved" ? await published() : came);
    setBusy(null);
  }

  async function published(): Promise<Outcome> {
    try {
      const { version } = await publishFlow(flowId);
      await refreshed();
      return { kind: "published", version };
    } catch (thrown) {
      return { kind: "failed", doing: "publish", failure: asFailure(thrown) };
    }
  }

  return { busy, outcome, save, publish, forget: () => setOutcome(null) };
}
