/** What a gate asks for, one line each. */
import type { Gate } from "../api/types";
import { texts } from "../texts";

/** Empty if the gate asks for nothing. */
export function gateLines(gate: Gate): readonly string[] {
  const words = texts.proof.gate;
  const lines: string[] = [];
  if (gate.tests) lines.push(words.tests);
  if (gate.replayLast !== undefined) {
    const replay = words.replay(gate.replayLast, gate.mostDiffering ?? 0);
    lines.push(gate.wordsMayDiffer === true ? `${replay} (${words.replayWords})` : replay);
  }
  if (gate.leastNodeCoverage !== undefined) lines.push(words.coverage(gate.leastNodeCoverage));
  return lines;
}
