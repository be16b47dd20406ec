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
    add: "New handler: what a caller may say at any time.",
    added: "A handler was added. Enter what the caller says.",
    taken: { now: "Taken in this turn.", visited: "Taken earlier." },
    keyboard: {
      read: "Press Enter or Space to show this handler among the flow's settings.",
      edit: "Press Enter or Space to edit this handler among the flow's settings, also where it leads. With a mouse, draw a line from it to a node.",
      add: "Press Enter or Space to add a handler. With a mouse, draw a line from here to the node that it leads to.",
    },
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
