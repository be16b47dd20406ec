/** The changes that the page makes: a version becomes the draft, agents give other versions, the gate asks for something else. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asFailure, type ApiFailure } from "../../api/failure";
import { keys } from "../../api/flows";
import type { Gate } from "../../api/types";
import { restoreVersion, saveGate, setEnvironment, setVersions, versionKeys } from "../../api/versions";
import type { Giver } from "../model/givers";
import { takenBack, type Given } from "../model/shares";

/** What an agent or an environment gives after a change. */
export interface Assignment {
  giver: Giver;
  given: Given;
}

export type Outcome =
  | { kind: "restored"; version: number; revision: number }
  /** `before`: what was given. */
  | { kind: "takenBack"; version: number; before: readonly Assignment[] }
  | { kind: "undone"; version: number }
  | { kind: "rolledOut"; givers: readonly Giver[] }
  | { kind: "gateSaved" }
  | { kind: "failed"; failure: ApiFailure };

export interface Changes {
  busy: boolean;
  outcome: Outcome | null;
  setOutcome: (outcome: Outcome | null) => void;
  restore: (version: number) => Promise<void>;
  /** What gives the version gives its other versions, or the one before. */
  takeBack: (version: number, givers: readonly Giver[], latest: number) => Promise<void>;
  undo: (version: number, before: readonly Assignment[]) => Promise<void>;
  /** Returns whether all are changed. `override`: why, if the gate refuses a version for an environment. */
  rollOut: (assignments: readonly Assignment[], override?: string) => Promise<boolean>;
  /** Returns whether the gate is saved. */
  saveGate: (gate: Gate) => Promise<boolean>;
}

export function useChanges(flowId: string): Changes {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  async function change(make: () => Promise<Outcome>): Promise<boolean> {
    setBusy(true);
    try {
      setOutcome(await make());
      return true;
    } catch (thrown) {
      setOutcome({ kind: "failed", failure: asFailure(thrown) });
      return false;
    } finally {
      void client.invalidateQueries({ queryKey: keys.flows });
      void client.invalidateQueries({ queryKey: keys.flow(flowId) });
      void client.invalidateQueries({ queryKey: versionKeys.giversOf(flowId) });
      setBusy(false);
    }
  }

  async function assign(assignments: readonly Assignment[], override?: string): Promise<void> {
    for (const { giver, given } of assignments) {
      if (giver.kind === "agent") {
        await setVersions(giver.id, given);
      } else if (given !== "latest") {
        const versions = typeof given === "number" ? { version: given } : given;
        await setEnvironment(flowId, giver.id, { ...versions, ...(override === undefined ? {} : { override }) });
      }
    }
  }

  return {
    busy,
    outcome,
    setOutcome,
    restore: async (version) => {
      await change(async () => {
        const { revision } = await restoreVersion(flowId, version);
        return { kind: "restored", version, revision };
      });
    },
    takeBack: async (version, givers, latest) => {
      await change(async () => {
        const assignments = givers.flatMap((giver) => {
          const given = takenBack(giver.given, version, latest);
          return given === null ? [] : [{ giver, given }];
        });
        await assign(assignments);
        const before = assignments.map(({ giver }) => ({ giver, given: giver.given }));
        return { kind: "takenBack", version, before };
      });
    },
    undo: async (version, before) => {
      await change(async () => {
        await assign(before);
        return { kind: "undone", version };
      });
    },
    rollOut: (assignments, override) =>
      change(async () => {
        await assign(assignments, override);
        return { kind: "rolledOut", givers: assignments.map(({ giver }) => giver) };
      }),
    saveGate: (gate) =>
      change(async () => {
        await saveGate(flowId, gate);
        return { kind: "gateSaved" };
      }),
  };
}
