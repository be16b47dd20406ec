import { fireEvent, render, screen } from "@testing-library/react";
import { beforeAll, expect, it, vi } from "vitest";
import type { FlowDefinition } from "../../api/types";
import { edge, flow, node } from "../../testing/made-flows";
import { nodeById, setData, setName, type DefinitionEdit } from "../definition/edits";
import { FlowDiagram } from "./FlowDiagram";

/** React Flow needs an observer that jsdom does not have. */
beforeAll(() => {
  class Observer {
    observe() {
      return undefined;
    }
    unobserve() {
      return undefined;
    }
    disconnect() {
      return undefined;
    }
  }
  vi.stubGlobal("ResizeObserver", Observer);
});

const definition = flow(
  [node("q", "elicitation", { label: "What?" }, 300, 0), node("s", "start", {}, 0, 0), node("e", "end", {}, 600, 0)],
  [edge("e1", "s", "q"), edge("e2", "q", "e"), edge("e3", "q", "e", "noMatch")],
);

it("draws the nodes in reading order, with descriptive names", () => {
  render(<FlowDiagram definition={definition} />);
  expect(screen.getByRole("region", { name: "Diagram of the flow flow" })).toBeVisible();
  expect(screen.getAllByRole("group", { hidden: true }).map((one) => one.getAttribute("aria-label"))).toEqual([
    "Start: s.",
    "Question: What? 3 exits.",
    "End: e.",
  ]);
});

it("shows where failure exits without an edge lead", () => {
  const { rerender } = render(<FlowDiagram definition={definition} />);
  expect(screen.getByTitle("no input")).toHaveTextContent(/^no input$/);
  rerender(<FlowDiagram definition={{ ...definition, onFailure: "e" }} />);
  expect(screen.getByTitle("no input")).toHaveTextContent("no input ⇢ e");
  expect(screen.getByTitle("no match")).toHaveTextContent(/^no match$/);
  expect(screen.getByRole("group", { name: /Failures without an edge lead here/, hidden: true })).toHaveAttribute(
    "data-id",
    "e",
  );
});

it("draws what a caller may say at any time beside the nodes, before them in the order, and selects it", () => {
  const [onSelect, onSelectHandler] = [vi.fn(), vi.fn()];
  const handlers = [
    { id: "person", phrases: ["a person, please"], target: "e" },
    { id: "hours", when: "asks when we are open", target: "q", resume: true },
    { id: "lost", phrases: ["x"], target: "nowhere" },
  ];
  const handled = { ...definition, handlers } as FlowDefinition;
  render(<FlowDiagram definition={handled} onSelect={onSelect} onSelectHandler={onSelectHandler} />);
  const names = screen.getAllByRole("group", { hidden: true }).map((one) => one.getAttribute("aria-label"));
  expect(names.slice(0, 3)).toEqual([
    "Handler: “a person, please”. Leads to e.",
    "Handler: asks when we are open. Leads to q. Comes back to the open question.",
    "Handler: “x”. Leads to nowhere.",
  ]);
  expect(screen.getByText("↩ comes back")).toBeInTheDocument();
  fireEvent.keyDown(screen.getByRole("group", { name: /asks when/, hidden: true }), { key: "Enter" });
  expect(onSelectHandler).toHaveBeenCalledWith("hours");
  expect(onSelect).not.toHaveBeenCalled();
});

it("says what the keyboard does at a handler, and adds one at the end of the lane", () => {
  const [onEdit, onSelectHandler] = [vi.fn<(edit: DefinitionEdit) => void>(), vi.fn()];
  const handlers = [{ id: "person", phrases: ["a person"], target: "e" }];
  const handled = { ...definition, handlers };
  const hintOf = (name: RegExp) => {
    const id = screen.getByRole("group", { name, hidden: true }).getAttribute("aria-describedby");
    return id === null ? null : document.getElementById(id)?.textContent;
  };
  const { rerender } = render(<FlowDiagram definition={handled} />);
  expect(hintOf(/^Handler/)).toBeNull();
  expect(screen.queryByRole("group", { name: /New handler/, hidden: true })).toBeNull();
  rerender(<FlowDiagram definition={handled} onSelectHandler={onSelectHandler} />);
  expect(hintOf(/^Handler/)).toMatch(/show this handler/);
  rerender(<FlowDiagram definition={handled} selected="q" onSelectHandler={onSelectHandler} onEdit={onEdit} />);
  expect(hintOf(/^Handler/)).toMatch(/edit this handler/);
  expect(hintOf(/What\?/)).toMatch(/select this node/);
  // No key at a handler changes the node that is selected.
  fireEvent.keyDown(screen.getByRole("group", { name: /^Handler/, hidden: true }), { key: "Delete" });
  expect(onEdit).not.toHaveBeenCalled();
  expect(hintOf(/New handler/)).toMatch(/add a handler/);
  fireEvent.keyDown(screen.getByRole("group", { name: /New handler/, hidden: true }), { key: "Enter" });
  expect(onEdit.mock.lastCall?.[0](handled).handlers).toEqual([
    ...handlers,
    { id: "handler-1", phrases: [], target: "" },
  ]);
  expect(onSelectHandler).toHaveBeenLastCalledWith("handler-1");
  expect(screen.getByRole("status")).toHaveTextContent("A handler was added.");
});

it("selects a node by the keyboard, and deletes it with its edges if the diagram is an editor", () => {
  const [onSelect, onEdit] = [vi.fn(), vi.fn<(edit: DefinitionEdit) => void>()];
  const { rerender } = render(<FlowDiagram definition={definition} onSelect={onSelect} onEdit={onEdit} />);
  const question = () => screen.getByRole("group", { name: /What\?/, hidden: true });
  fireEvent.keyDown(question(), { key: "Enter" });
  expect(onSelect).toHaveBeenLastCalledWith("q");
  rerender(<FlowDiagram definition={definition} selected="q" onSelect={onSelect} />);
  fireEvent.keyDown(question(), { key: "Delete" });
  expect(onEdit).not.toHaveBeenCalled();
  rerender(<FlowDiagram definition={definition} selected="q" onSelect={onSelect} onEdit={onEdit} />);
  fireEvent.keyDown(question(), { key: "Delete" });
  const deleted = onEdit.mock.lastCall?.[0](definition);
  expect(deleted).toEqual({ ...definition, nodes: definition.nodes.slice(1), edges: [] });
  expect(onSelect).toHaveBeenLastCalledWith(null);
});

it("edits the newest definition, not the one that it shows", () => {
  const onEdit = vi.fn<(edit: DefinitionEdit) => void>();
  render(<FlowDiagram definition={definition} selected="q" onEdit={onEdit} />);
  fireEvent.keyDown(screen.getByRole("group", { name: /What\?/, hidden: true }), { key: "Delete" });
  const newer = setData(setName(definition, "renamed"), "e", ["message"], "Bye");
  const deleted = onEdit.mock.lastCall?.[0](newer);
  expect(deleted?.name).toBe("renamed");
  expect(deleted?.nodes).toEqual([definition.nodes[1], nodeById(newer, "e")]);
});

it("never deletes the only start, and announces the reason", () => {
  const onEdit = vi.fn();
  render(<FlowDiagram definition={definition} selected="s" onEdit={onEdit} />);
  fireEvent.keyDown(screen.getByRole("group", { name: /Start/, hidden: true }), { key: "Backspace" });
  expect(onEdit).not.toHaveBeenCalled();
  expect(screen.getByRole("status")).toHaveTextContent("only start");
});
