/** Texts of the diagram of a flow. */
import { count } from "./plural";

const focus = "Press enter or space to look at this node, escape to leave it.";
const edit =
  "Press enter or space to choose this node. Then the arrow keys move it, delete removes it, escape leaves it.";

export const diagram = {
  label: (flow: string) => `Diagram of the flow ${flow}`,
  keyboard: { read: focus, edit },
  addNode: "Add node",
  tidy: "Tidy up",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  showAll: "Show the whole flow",
  edgeDeleted: "The edge was deleted.",
  nodeDeleted: "The node and its edges were deleted.",
  onlyStart: "The flow's only start cannot be deleted.",
  exits: (number: number) => count(number, "exit"),
  selected: "Selected",
  state: { current: "Current node", now: "Visited in this turn", visited: "Visited" },
  change: { added: "Added", removed: "Removed", changed: "Changed" },
};
