import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import * as requests from "../api/flows";
import type { FlowRead, Session } from "../api/types";
import { aFlow, aSession, aTurn, utterance } from "../testing/sessions";
import type { DiagramProps } from "../flow/diagram/props";
import { Facts } from "./Facts";
import type { Live } from "./model/live";
import { SessionView, type SessionViewProps } from "./SessionView";
import { TurnPanel } from "./turns/TurnPanel";

vi.mock("../api/flows", { spy: true });
vi.mock("../flow/diagram/FlowDiagram", () => ({
  FlowDiagram: ({ definition, path, onSelect }: DiagramProps) => (
    <div>
      picture at {path?.current}
      {definition.nodes.map(({ id }) => (
        <button key={id} onClick={() => onSelect?.(id)}>
          node {id}
        </button>
      ))}
    </div>
  ),
}));

let wide = true;
beforeEach(() => {
  wide = true;
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe = vi.fn();
      disconnect = vi.fn();
    },
  );
  vi.stubGlobal("matchMedia", () => ({ matches: wide, addEventListener: vi.fn(), removeEventListener: vi.fn() }));
  Element.prototype.scrollIntoView = vi.fn();
});

const turns = [
  aTurn("t1", {
    response: "Hello! How many would you like?",
    nodes: [{ nodeId: "ask", type: "elicitation", outcome: "listen", millis: 1 }],
  }),
  aTurn("t2", {
    input: "eleven",
    response: "Bye.",
    interrupted: { turnId: "t1", heard: "Hello!" },
    nodes: [
      { nodeId: "ask", type: "elicitation", outcome: "default", millis: 1 },
      { nodeId: "which", type: "decision", outcome: "many", millis: 1 },
      { nodeId: "desk", type: "transfer", outcome: "transfer", millis: 1 },
    ],
    decisions: [
      { nodeId: "which", conditionId: "many", value: true },
      { nodeId: "which", conditionId: "broken", value: false, error: "ReferenceError: nothing is not defined" },
    ],
    variables: { changed: { count: 11 } },
    action: { type: "hangup" },
  }),
];
const session = aSession({
  status: "completed",
  currentNodeId: "bye",
  turns,
  conversation: [
    utterance("t1", "assistant", "Hello!", { interrupted: true }),
    utterance("t2", "user", "eleven"),
    utterance("t2", "assistant", "<b>Bye.</b>"),
  ],
});

function Stage(props: Partial<SessionViewProps>) {
  const [turn, setTurn] = useState<string | null>(null);
  return <SessionView session={session} definition={aFlow} selectedTurn={turn} onSelectTurn={setTurn} {...props} />;
}

const live: Live = {
  agent: "listening",
  callerSpeaks: true,
  callerPartial: "I would like",
  agentPartial: null,
  unsaved: [{ id: "u1", text: "and ten more" }],
  times: new Map(),
};

describe("SessionView", () => {
  it("shows the newest turn: decisions with values and errors, changed variables, and the session's end", () => {
    render(<Stage />);
    expect(screen.getByText("Turn 2 of 2")).toBeInTheDocument();
    expect(screen.getByText("picture at bye")).toBeInTheDocument();
    const chosen = screen.getByText("count > 10").closest("li");
    expect(chosen).toHaveTextContent("a lot");
    expect(chosen).toHaveTextContent("chosen");
    expect(screen.getByText("nothing.here").closest("li")).toHaveTextContent(
      "ReferenceError: nothing is not defined It counts as false.",
    );
    expect(screen.getByText("count < 0").closest("li")).toHaveTextContent("not evaluated");
    expect(screen.getByText("Hangs up.", { exact: false })).toBeInTheDocument();
    expect(screen.getByText("The flow ended at “bye”.")).toBeInTheDocument();
  });

  it("says which flow a step belongs to that ran within another", () => {
    const inside = {
      nodeId: "who/ask-pin",
      type: "elicitation" as const,
      outcome: "listen",
      millis: 1,
      flowId: "verify",
    };
    render(<Stage session={aSession({ turns: [aTurn("t1", { nodes: [inside] })] })} />);
    const step = screen.getByRole("button", { name: "who/ask-pin" }).closest("li");
    expect(step).toHaveTextContent("in the flow verify");
    expect(step).not.toHaveTextContent("not in this version");
  });

  it("shows the path within a flow that a node runs, and goes back", async () => {
    const inside = (nodeId: string, outcome: string) => ({
      nodeId: `who/${nodeId}`,
      type: "elicitation" as const,
      outcome,
      millis: 1,
      flowId: "verify",
    });
    const nodes = [...aFlow.nodes, { id: "who", type: "subflow" as const, data: { flowId: "verify", version: 3 } }];
    const outer = { ...aFlow, name: "Desk", nodes };
    const { readFlow } = vi.mocked(requests);
    readFlow.mockResolvedValue({ flowId: "verify", version: 3, definition: aFlow } as unknown as FlowRead);
    const session = aSession({
      currentNodeId: "who/ask",
      turns: [aTurn("t1", { nodes: [inside("start", "default"), inside("ask", "listen")] })],
    });
    render(
      <QueryClientProvider client={new QueryClient()}>
        <Stage session={session} definition={outer} />
      </QueryClientProvider>,
    );
    expect(screen.getByText("picture at who")).toBeInTheDocument();
    await userEvent.click(screen.getByRole("button", { name: "node who" }));
    await userEvent.click(screen.getByRole("button", { name: "Show the path in verify" }));
    expect(await screen.findByText("picture at ask")).toBeInTheDocument();
    expect(readFlow.mock.lastCall?.slice(0, 2)).toEqual(["verify", 3]);
    await userEvent.click(screen.getByRole("button", { name: "node bye" }));
    expect(screen.getByText(/has not run in this session/)).toHaveTextContent("who/bye");
    await userEvent.click(screen.getByRole("button", { name: "Desk" }));
    expect(screen.getByText("picture at who")).toBeInTheDocument();
    // A step of the inner flow leads into its picture.
    await userEvent.click(screen.getByRole("button", { name: "who/ask" }));
    expect(screen.getByText("picture at ask")).toBeInTheDocument();
  });

  it("marks an interruption and the unheard text, and renders no HTML", () => {
    render(<Stage />);
    const log = within(screen.getByRole("log"));
    expect(log.getByText("How many would you like?")).toBeInTheDocument();
    expect(log.getByText("Interrupted: the caller heard this much.")).toBeInTheDocument();
    expect(log.getByText("<b>Bye.</b>")).toBeInTheDocument();
  });

  it("steps by keys and buttons, but not while the user types", async () => {
    const user = userEvent.setup();
    render(<Stage composer={<input aria-label="Message" />} />);
    await user.keyboard("{ArrowLeft}");
    expect(screen.getByText("Turn 1 of 2")).toBeInTheDocument();
    expect(screen.getByText("picture at ask")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Next turn (→)" }));
    expect(screen.getByText("Turn 2 of 2")).toBeInTheDocument();
    await user.type(screen.getByLabelText("Message"), "a{ArrowLeft}");
    expect(screen.getByText("Turn 2 of 2")).toBeInTheDocument();
  });

  it("selects a line's turn and keeps it selected when a new turn comes", async () => {
    const user = userEvent.setup();
    const view = render(<Stage />);
    await user.click(within(screen.getByRole("log")).getByText("How many would you like?"));
    expect(screen.getByText("Turn 1 of 2")).toBeInTheDocument();
    view.rerender(<Stage session={{ ...session, status: "waiting", turns: [...turns, aTurn("t3")] }} />);
    expect(screen.getByText("Turn 1 of 3")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Follow call" }));
    expect(screen.getByText("Turn 3 of 3")).toBeInTheDocument();
  });

  it("shows live speech before it is saved", () => {
    render(<Stage live={live} />);
    expect(screen.getByText("I would like…")).toBeInTheDocument();
    expect(screen.getByText("and ten more").closest("li")).toHaveTextContent("Sending…");
    expect(screen.getByText("The caller is speaking")).toBeInTheDocument();
  });

  it("marks the spoken part of a saved reply", () => {
    render(<Stage live={{ ...live, agentPartial: { turnId: "t2", text: "<b>Bye" } }} />);
    expect(screen.getByText("<b>Bye.</")).toBeInTheDocument();
    expect(screen.getAllByText(/Bye/).filter((found) => found.closest("[role=log]"))).toHaveLength(1);
  });

  it("names what loads, and works without a definition", () => {
    const view = render(<Stage session={undefined} definition={undefined} />);
    expect(screen.getAllByText("Loading session…").length).toBeGreaterThan(0);
    view.rerender(<Stage definition={null} />);
    expect(screen.getByText(/there is no diagram/)).toBeInTheDocument();
    expect(screen.getByText("Turn 2 of 2")).toBeInTheDocument();
  });

  it("shows everything in tabs on a narrow screen, with the message field always visible", async () => {
    wide = false;
    const user = userEvent.setup();
    render(<Stage composer={<input aria-label="Message" />} />);
    expect(screen.getByRole("log")).toBeInTheDocument();
    await user.click(screen.getByRole("tab", { name: "Variables" }));
    expect(screen.queryByRole("log")).toBeNull();
    expect(screen.getByRole("row", { name: /count 11 0/ })).toBeInTheDocument();
    expect(screen.getByLabelText("Message")).toBeInTheDocument();
  });
});

describe("500 turns", () => {
  const many = (count: number): Session =>
    aSession({
      turns: Array.from({ length: count }, (_, at) => known(at).turn),
      conversation: Array.from({ length: count }, (_, at) => known(at).line),
    });
  const made = new Map<number, { turn: Session["turns"][number]; line: Session["context"]["conversation"][number] }>();
  const known = (at: number) => {
    const one = made.get(at) ?? { turn: aTurn(`t${at}`), line: utterance(`t${at}`, "user", `line ${at}`) };
    made.set(at, one);
    return one;
  };

  /** How many rows are rendered when one is appended. */
  function redrawn(count: number): number {
    const view = render(<Stage session={many(count)} />);
    const touched = new Set<Node>();
    const watch = new MutationObserver((records) => records.forEach((record) => touched.add(record.target)));
    watch.observe(screen.getByRole("log"), { subtree: true, childList: true, characterData: true, attributes: true });
    act(() => view.rerender(<Stage session={many(count + 1)} />));
    watch.takeRecords().forEach((record) => touched.add(record.target));
    watch.disconnect();
    cleanup();
    return touched.size;
  }

  it("change no more elements for a new turn than 10 turns do", () => {
    expect(redrawn(500)).toBeLessThanOrEqual(redrawn(10) + 1);
  });
});

it("names the settings of the version and the models that answered", () => {
  render(
    <Facts
      session={aSession({
        settingsHash: "0123456789abcdef",
        models: [
          { model: "openai/mini", answeredBy: "mini-april" },
          { model: null, answeredBy: "llama" },
        ],
      })}
    />,
  );
  expect(screen.getByText("01234567")).toHaveAttribute("title", expect.stringContaining("0123456789abcdef"));
  expect(screen.getByText("mini-april, llama")).toHaveAttribute(
    "title",
    "openai/mini was answered by mini-april\nThe default model was answered by llama",
  );
  cleanup();
  render(<Facts session={aSession()} />);
  expect(screen.queryByText("Settings")).toBeNull();
  expect(screen.queryByText("Model")).toBeNull();
});

it("says who spoke in place of the agent, and when", () => {
  const takeovers = [
    { by: "bob@acme.test", since: "2026-06-01T12:00:00.000Z", until: "2026-06-01T12:01:00.000Z" },
    { by: "bob@acme.test", since: "2026-06-01T12:02:00.000Z", until: null },
  ];
  render(<Facts session={aSession({ takeovers })} />);
  const title = screen.getByText("bob@acme.test").getAttribute("title") ?? "";
  expect(title.split("\n")).toEqual([
    expect.stringMatching(/^bob@acme.test spoke in place of the agent from .+ until .+\.$/),
    expect.stringMatching(/^bob@acme.test spoke in place of the agent from .+ on\.$/),
  ]);
});

it("shows what a supervisor whispered before a turn", () => {
  const session = aSession({ turns: [aTurn("t1", { whispers: ["Offer the blue one."] })] });
  render(<TurnPanel session={session} definition={undefined} index={0} times={undefined} onSelectNode={vi.fn()} />);
  expect(screen.getByText(/Offer the blue one\./)).toBeVisible();
});
