/** The handler by which a run left its node: what a caller may say at any time. */
import type { NodeRun } from "../../api/types";
import type { Handler } from "../../flow/definition/handlers/handlers";

/** How the outcome of a run begins that a handler ended; its id follows. */
export const BY_HANDLER = "handlers.";

/**
 * The handler of the flow by which a run left its node; null if it left otherwise, or by a handler of an inner flow.
 *
 * `next`: the run after it. A handler of the flow leads out of an inner flow, to a node of the flow itself.
 */
export function handlerOf(handlers: readonly Handler[], run: NodeRun, next: NodeRun | undefined): Handler | null {
  const handler = handlers.find(({ id }) => run.outcome === `${BY_HANDLER}${id}`);
  if (handler === undefined) return null;
  return run.flowId === undefined || next === undefined || next.nodeId === handler.target ? handler : null;
}
