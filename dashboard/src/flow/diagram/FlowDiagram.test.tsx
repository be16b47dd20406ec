import { fireEvent, render, screen } from "@testing-library/react";
import { beforeAll, expect, it, vi } from "vitest";
import { FlowDiagram } from "./FlowDiagram";
import { edge, flow, node } from "../../testing/made-flows";

/** What jsdom lacks, and React Flow asks for. */
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

it("draws the nodes in reading order, by names that say what they are", () => {
  render(<FlowDiagram definition={definition} />);
  expect(screen.getByRole("region", { name: "Picture of the flow flow" })).toBeVisible();
  expect(screen.getAllByRole("group", { hidden: true }).map((one) => one.getAttribute("aria-label"))).toEqual([
    "Start: s.",
    "Question: What? 3 exits.",
    "End: e.",
  ]);
});

it("chooses a node by the keyboard, and deletes it with its edges where it may be changed", () => {
  const [onSelect, onChange] = [vi.fn(), vi.fn()];
  const { rerender } = render(<FlowDiagram definition={definition} onSelect={onSelect} onChange={onChange} />);
  const question = () => screen.getByRole("group", { name: /What\?/, hidden: true });
  fireEvent.keyDown(question(), { key: "Enter" });
  expect(onSelect).toHaveBeenLastCalledWith("q");
  rerender(<FlowDiagram definition={definition} selected="q" onSelect={onSelect} />);
  fireEvent.keyDown(question(), { key: "Delete" });
  expect(onChange).not.toHaveBeenCalled();
  rerender(<FlowDiagram definition={definition} selected="q" onSelect={onSelect} onChange={onChange} />);
  fireEvent.keyDown(question(), { key: "Delete" });
  expect(onChange).toHaveBeenCalledWith({ ...definition, nodes: definition.nodes.slice(1), edges: [] });
  expect(onSelect).toHaveBeenLastCalledWith(null);
});

it("never deletes the only start, and says so", () => {
  const onChange = vi.fn();
  render(<FlowDiagram definition={definition} selected="s" onChange={onChange} />);
  fireEvent.keyDown(screen.getByRole("group", { name: /Start/, hidden: true }), { key: "Backspace" });
  expect(onChange).not.toHaveBeenCalled();
  expect(screen.getByRole("status")).toHaveTextContent("only start");
});
