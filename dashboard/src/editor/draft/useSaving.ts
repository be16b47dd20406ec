/** Saves and publishes a draft. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asFailure, type ApiFailure } from "../../api/failure";
import { findDraft, keys, publishFlow, saveFlow } from "../../api/flows";
import type { GateResult } from "../../api/types";
import { checkKey } from "./useCheck";
import type { Draft } from "./useDraft";

export type SavingOutcome =
  | { kind: "saved" }
  | { kind: "published"; version: number }
  /** The server's draft has changed since this one was loaded. */
  | { kind: "moved"; revision: number }
  | { kind: "unfinished" }
  /** The draft is saved, and its flow's gate refuses it. */
  | { kind: "refused"; failure: ApiFailure; gate: GateResult }
  | { kind: "failed"; doing: "save" | "publish"; failure: ApiFailure };

export interface PublishOptions {
  note?: string;
  override?: string;
}

export interface Saving {
  busy: "save" | "publish" | null;
  outcome: SavingOutcome | null;
  clearOutcome: () => void;
  /** Returns whether the draft is saved. */
  save: (overwrite?: boolean) => Promise<boolean>;
  /** Saves the draft if it must be, and publishes it. `override`: why it is published although the gate refuses it. */
  publish: (options: PublishOptions) => Promise<SavingOutcome>;
}

/** The longest wait for fresh data after a save, in milliseconds. The draft is saved in any case. */
const REFRESH_MILLIS = 2_000;

export function useSaving(flowId: string, draft: Draft): Saving {
  const client = useQueryClient();
  const [busy, setBusy] = useState<Saving["busy"]>(null);
  const [outcome, setOutcome] = useState<SavingOutcome | null>(null);

  async function write(overwrite: boolean): Promise<SavingOutcome> {
    const { definition, state, dispatch } = draft;
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
      await refresh();
      return { kind: "saved" };
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (failure.problems.length > 0) {
        client.setQueryData(checkKey(flowId, definition), { problems: failure.problems, of: definition });
      }
      return { kind: "failed", doing: "save", failure };
    }
  }

  async function refresh(): Promise<void> {
    void client.invalidateQueries({ queryKey: keys.flows });
    await Promise.race([
      client.invalidateQueries({ queryKey: keys.flow(flowId) }),
      new Promise((done) => setTimeout(done, REFRESH_MILLIS)),
    ]);
  }

  async function save(overwrite = false): Promise<boolean> {
    setBusy("save");
    const result = await write(overwrite);
    setOutcome(result);
    setBusy(null);
    return result.kind === "saved";
  }

  async function publish(options: PublishOptions): Promise<SavingOutcome> {
    setBusy("publish");
    const isSaved = !draft.dirty && draft.state.base.revision > 0;
    const saved: SavingOutcome = isSaved ? { kind: "saved" } : await write(false);
    const result = saved.kind === "saved" ? await publishSaved(options) : saved;
    setOutcome(result);
    setBusy(null);
    return result;
  }

  async function publishSaved(options: PublishOptions): Promise<SavingOutcome> {
    try {
      const { version } = await publishFlow(flowId, options);
      await refresh();
      return { kind: "published", version };
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (failure.gate !== null) return { kind: "refused", failure, gate: failure.gate };
      return { kind: "failed", doing: "publish", failure };
    }
  }

  return { busy, outcome, save, publish, clearOutcome: () => setOutcome(null) };
}
