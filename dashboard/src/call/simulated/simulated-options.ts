/** What a simulated call is begun with, after a reload also what it is gone on with. */
import type { TurnTimes } from "../../session/model/live";
import type { Json } from "../../api/json";
import type { PendingTurn, Process } from "./process";

export interface SimulatedRoom {
  roomName: string;
  /** Null where only the first reply tells it. */
  sessionId: string | null;
  /** Told with the first turn, where no prepared session knows them. */
  variables?: Record<string, Json>;
}

interface Kept {
  room: SimulatedRoom;
  startedAt: number;
  times: ReadonlyMap<string, TurnTimes>;
  /** Posted, and not answered yet: after a reload it is posted again under its id. */
  pending: PendingTurn | null;
  /** The flow listens: a reload has nothing to ask for. */
  listens: boolean;
}

export interface SimulatedOptions {
  prepare: () => Promise<SimulatedRoom>;
  process: Process;
  newTurnId?: () => string;
  keep?: (kept: Kept) => void;
  onSaved?: () => void;
  startedAt?: number;
  times?: ReadonlyMap<string, TurnTimes>;
  pending?: PendingTurn | null;
  listens?: boolean;
}
