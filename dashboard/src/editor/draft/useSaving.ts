/** Saves and publishes a draft. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiFailure, asFailure } from "../../api/failure";
import { findDraft, keys, publishFlow, saveFlow } from "../../api/flows";
import type { GateResult } from "../../api/types";
import { texts } from "../../texts";
import { checkKey } from "./useCheck";
import type { Draft } from "./useDraft";

export type SavingOutcome =
  | { kind: "saved"; revision: number }
  | { kind: "published"; version: number }
  /** The server's draft has changed since this one was loaded. */
  | { kind: "moved"; revision: number }
  | { kind: "unfinished" }
  /** The draft is saved as this revision, and its flow's gate refuses it. */
  | { kind: "refused"; revision: number; failure: ApiFailure; gate: GateResult }
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
  /**
   * Saves the draft if it must be, and publishes it. `override`: why it is published although the gate refuses it.
   * `only`: the revision to publish. If the server's draft is another one, nothing is published.
   */
  publish: (options: PublishOptions, only?: number) => Promise<SavingOutcome>;
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
      return { kind: "saved", revision: saved.revision };
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (failure.problems.length > 0) {
        client.setQueryData(checkKey(flowId, definition), { problems: failure.problems, of: definition });
      }
      return { kind: "failed", doing: "save", failure };
    }
  }

  /** Whether the server still has this revision as its draft. */
  async function unmoved(revision: number): Promise<SavingOutcome> {
    try {
      const server = await findDraft(flowId);
      if (server === null || server.draftRevision === revision) return { kind: "saved", revision };
      client.setQueryData(keys.version(flowId, "draft"), server);
      const { otherDraft, otherDraftHint } = texts.editor.saving;
      return { kind: "failed", doing: "publish", failure: new ApiFailure("refused", otherDraft, otherDraftHint) };
    } catch (thrown) {
      return { kind: "failed", doing: "publish", failure: asFailure(thrown) };
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

  async function publish(options: PublishOptions, only?: number): Promise<SavingOutcome> {
    setBusy("publish");
    const { revision } = draft.state.base;
    const isSaved = !draft.dirty && revision > 0;
    const saved: SavingOutcome =
      only !== undefined ? await unmoved(only) : isSaved ? { kind: "saved", revision } : await write(false);
    const result = saved.kind === "saved" ? await publishSaved(options, saved.revision) : saved;
    setOutcome(result);
    setBusy(null);
    return result;
  }

  async function publishSaved(options: PublishOptions, revision: number): Promise<SavingOutcome> {
    try {
      const { version } = await publishFlow(flowId, options);
      await refresh();
      return { kind: "published", version };
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (failure.gate !== null) return { kind: "refused", revision, failure, gate: failure.gate };
      return { kind: "failed", doing: "publish", failure };
    }
  }

  return { busy, outcome, save, publish, clearOutcome: () => setOutcome(null) };
}
