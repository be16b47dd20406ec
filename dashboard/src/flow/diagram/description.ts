/** The accessible name of a node in the diagram. */
import type { FlowNode } from "../../api/types";
import { exitsOf } from "../definition/exits";
import { kindOf } from "../definition/kinds";
import { titleOf } from "../definition/node-title";
import { counted, cut, line } from "../definition/read";
import { problemWords, stateWords, type Marks } from "./marks";
import type { NodeChange } from "./props";

const LONGEST = 120;

/** `Decision: Which kind? 3 exits. Current node. 1 warning.` */
export function spoken(node: FlowNode, marks: Marks): string {
  const exits = exitsOf(node).length;
  return [
    `${kindOf(node.type).word}: ${titleOf(node)}`,
    exits > 1 ? counted(exits, "exit") : "",
    stateWords(marks.state),
    marks.change === null ? "" : CHANGES[marks.change],
    problemWords(marks.problems),
    ...marks.problems.map(({ message }) => cut(line(message), LONGEST)),
  ]
    .filter(Boolean)
    .map((part) => (/[.?!…]$/.test(part) ? part : `${part}.`))
    .join(" ");
}

export const CHANGES: Record<NodeChange, string> = { added: "Added", removed: "Removed", changed: "Changed" };
