/** The accessible name of a node in the diagram. */
import type { FlowNode } from "../../api/types";
import { texts } from "../../texts";
import { exitsOf } from "../definition/exits";
import { kindOf } from "../definition/kinds";
import { titleOf } from "../definition/node-title";
import { problemCounts } from "../definition/problems";
import { cut, line } from "../definition/read";
import type { Marks } from "./marks";

const MAX_MESSAGE_LENGTH = 120;

/** `Decision: Which kind? 3 exits. Current node. 1 warning.` */
export function descriptionOf(node: FlowNode, marks: Marks): string {
  const exits = exitsOf(node).length;
  return [
    `${kindOf(node.type).name}: ${titleOf(node)}`,
    exits > 1 ? texts.diagram.exits(exits) : "",
    stateText(marks.state),
    marks.change === null ? "" : texts.diagram.change[marks.change],
    marks.note?.title ?? "",
    problemCounts(marks.problems),
    ...marks.problems.map(({ message }) => cut(line(message), MAX_MESSAGE_LENGTH)),
  ]
    .filter(Boolean)
    .map((part) => (/[.?!…]$/.test(part) ? part : `${part}.`))
    .join(" ");
}

/** Empty for a node that the call has not visited. */
export function stateText(state: Marks["state"]): string {
  return state === "none" || state === "away" ? "" : texts.diagram.state[state];
}
