/** Texts of the diagram of a flow. */
import { count } from "./plural";

const focus = "Press Enter or Space to show this node, and Escape to close it.";
const edit =
  "Press Enter or Space to select this node. Then use the arrow keys to move it, Delete to delete it, and Escape to deselect it.";

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
  onlyStart: "The only start node of the flow cannot be deleted.",
  handler: {
    kind: "At any time",
    resumes: "↩ comes back",
    description: (title: string, target: string, resume: boolean) =>
      `Handler: ${title}. ${target ? `Leads to ${target}.` : "Leads nowhere."}${resume ? " Comes back to the open question." : ""}`,
  },
  failures: "failures",
  failuresHere: "Failures without an edge lead here.",
  leadsTo: (title: string) => `⇢ ${title}`,
  exits: (number: number) => count(number, "exit"),
  selected: "Selected",
  state: { current: "Current node", now: "Visited in this turn", visited: "Visited" },
  change: { added: "Added", removed: "Removed", changed: "Changed" },
};
