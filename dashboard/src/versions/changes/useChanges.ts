/** The changes that the page makes: a version becomes the draft, agents give other versions, the gate asks for something else. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asFailure, type ApiFailure } from "../../api/failure";
import { keys } from "../../api/flows";
import type { Agent, Gate } from "../../api/types";
import { restoreVersion, saveGate, setVersions, versionKeys } from "../../api/versions";
import { takenBack } from "../model/shares";

/** What an agent gives after a change. */
export interface Assignment {
  agent: Agent;
  flowVersion: Agent["flowVersion"];
}

export type Outcome =
  | { kind: "restored"; version: number; revision: number }
  /** `before`: what the agents gave. */
  | { kind: "takenBack"; version: number; before: readonly Assignment[] }
  | { kind: "undone"; version: number }
  | { kind: "rolledOut"; agents: readonly Agent[] }
  | { kind: "gateSaved" }
  | { kind: "failed"; failure: ApiFailure };

export interface Changes {
  busy: boolean;
  outcome: Outcome | null;
  setOutcome: (outcome: Outcome | null) => void;
  restore: (version: number) => Promise<void>;
  /** Agents that give the version give their other versions, or the one before. */
  takeBack: (version: number, agents: readonly Agent[], latest: number) => Promise<void>;
  undo: (version: number, before: readonly Assignment[]) => Promise<void>;
  /** Returns whether all agents are changed. */
  rollOut: (assignments: readonly Assignment[]) => Promise<boolean>;
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
      void client.invalidateQueries({ queryKey: versionKeys.agentsOf(flowId) });
      setBusy(false);
    }
  }

  async function assign(assignments: readonly Assignment[]): Promise<void> {
    for (const { agent, flowVersion } of assignments) await setVersions(agent.agentId, flowVersion);
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
    takeBack: async (version, agents, latest) => {
      await change(async () => {
        const assignments = agents.flatMap((agent) => {
          const flowVersion = takenBack(agent.flowVersion, version, latest);
          return flowVersion === null ? [] : [{ agent, flowVersion }];
        });
        await assign(assignments);
        const before = assignments.map(({ agent }) => ({ agent, flowVersion: agent.flowVersion }));
        return { kind: "takenBack", version, before };
      });
    },
    undo: async (version, before) => {
      await change(async () => {
        await assign(before);
        return { kind: "undone", version };
      });
    },
    rollOut: (assignments) =>
      change(async () => {
        await assign(assignments);
        return { kind: "rolledOut", agents: assignments.map(({ agent }) => agent) };
      }),
    saveGate: (gate) =>
      change(async () => {
        await saveGate(flowId, gate);
        return { kind: "gateSaved" };
      }),
  };
}
