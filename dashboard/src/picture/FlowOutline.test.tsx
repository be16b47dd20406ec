import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { FlowOutline } from "./FlowOutline";
import { edge, flow, node } from "./fixtures";

const definition = flow(
  [node("e", "end", { label: "Bye" }), node("q", "elicitation", { label: "What?" }), node("s", "start")],
  [edge("e1", "s", "q"), edge("e2", "q", "e")],
);
const path = {
  current: "q",
  visited: new Set(["s", "q"]),
  taken: new Set(["e1"]),
  now: { nodes: new Set(["q"]), edges: new Set(["e1"]) },
};

function entries(): HTMLElement[] {
  return screen.getAllByRole("listitem").filter((item) => item.parentElement?.tagName === "OL");
}

it("lists the nodes in reading order, each with where its exits lead", () => {
  render(<FlowOutline definition={definition} />);
  expect(entries().map((item) => item.textContent)).toEqual([
    expect.stringMatching(/^Starts.*next → leads to What\?$/),
    expect.stringMatching(
      /^QuestionWhat\?.*answered → leads to Bye.*no match → leads to nowhere.*no input → leads to nowhere$/,
    ),
    expect.stringMatching(/^EndBye/),
  ]);
});

it("says where the call stands, what it took, and what is wrong", () => {
  const problems = [{ severity: "error" as const, message: "No prompt.", remedy: "Write one.", nodeId: "q" }];
  render(<FlowOutline definition={definition} path={path} problems={problems} />);
  const [start, question] = entries();
  expect(start).toHaveTextContent("What?, taken");
  expect(question).toHaveAttribute("aria-current", "step");
  expect(question).toHaveTextContent("Current node");
  expect(question).toHaveTextContent("1 error");
  expect(question).toHaveTextContent("No prompt. Write one.");
});

it("tells which node is chosen", async () => {
  const onSelect = vi.fn();
  render(<FlowOutline definition={definition} selected="q" onSelect={onSelect} />);
  const [start, question] = entries().map((item) => within(item).getByRole("button"));
  expect(question).toHaveAttribute("aria-pressed", "true");
  if (start !== undefined) await userEvent.click(start);
  expect(onSelect).toHaveBeenLastCalledWith("s");
});
