import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiFailure } from "../api/failure";
import type { FlowDefinition, FlowRead, FlowSummary, ToolTestResult } from "../api/types";
import { nodeById, removeNode, setName } from "../flow/definition/edits";
import type { DiagramProps } from "../flow/diagram/props";
import { storeUnsaved, readUnsaved } from "./draft/unsaved";
import { replayOf, stillReplaying } from "../testing/replays";
import { sampleFlow } from "../testing/sample-flow";
import FlowPage from "./FlowPage";
import * as requests from "../api/flows";
import * as versionRequests from "../api/versions";

vi.mock("../api/flows", { spy: true });
vi.mock("../api/versions", { spy: true });
const diagram = vi.hoisted(() => ({ onEdit: null as DiagramProps["onEdit"] | null }));
vi.mock("../flow/diagram/FlowDiagram", () => ({
  FlowDiagram: ({ onEdit }: DiagramProps) => {
    diagram.onEdit = onEdit;
    return <div>The diagram</div>;
  },
}));
const { readFlow, findDraft, saveFlow, checkFlow, publishFlow, testTool, listServerTools, firstFlows, newestVersions } =
  vi.mocked(requests);
const { readGate, readReplay } = vi.mocked(versionRequests);

const draft = (revision = 4, definition = sampleFlow()): FlowRead => ({
  flowId: "support",
  name: definition.name,
  draftRevision: revision,
  latestVersion: 3,
  publishedRevision: 4,
  updatedAt: "2026-01-01T00:00:00Z",
  warnings: 0,
  version: "draft",
  revision,
  definition,
});

beforeEach(() => {
  vi.resetAllMocks();
  localStorage.clear();
  readFlow.mockResolvedValue(draft());
  findDraft.mockResolvedValue(draft());
  checkFlow.mockResolvedValue([]);
  readGate.mockResolvedValue({ tests: true });
});

function show(address = "/flows/support") {
  history.replaceState(null, "", address);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <main>
        <FlowPage flowId="support" />
      </main>
    </QueryClientProvider>,
  );
}

describe("the editor", () => {
  it("shows the form of the node in the URL, without a serious finding of axe", async () => {
    const { container } = show("/flows/support?node=call");
    expect(await screen.findByLabelText(/^URL/)).toHaveValue("https://example.com/");
    expect(screen.getByLabelText("Name of header 1")).toHaveValue("X-B");
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });

  it("shows the schema's rules and the API's problems at the field", async () => {
    checkFlow.mockResolvedValue([
      {
        severity: "error",
        message: 'Node "which": in "conditions[0].expression", this is not JavaScript.',
        text: "this is not JavaScript.",
        path: ["nodes", 2, "data", "conditions", 0, "expression"],
        nodeId: "which",
      },
    ]);
    show("/flows/support?node=which");
    await screen.findAllByLabelText(/^Expression/);
    const expression = screen.getAllByLabelText(/^Expression/)[0] ?? document.body;
    await vi.waitFor(() => expect(expression).toHaveAccessibleDescription(/This is not JavaScript\./));
    expect(expression).toBeInvalid();
    fireEvent.change(expression, { target: { value: "" } });
    expect(expression).toHaveAccessibleDescription(/is required/);
  });

  it("focuses the field of a problem", async () => {
    checkFlow.mockResolvedValue([
      { severity: "warning", message: "Odd.", path: ["nodes", 1, "data", "prompt"], nodeId: "ask" },
    ]);
    HTMLElement.prototype.scrollIntoView = vi.fn();
    show();
    await userEvent.click(await screen.findByRole("button", { name: /Odd\./ }));
    expect(location.search).toBe("?node=ask");
    await vi.waitFor(() => expect(screen.getByRole("textbox", { name: /^Prompt/ })).toHaveFocus());
  });

  it("keeps both of two edits that start from the same view", async () => {
    show();
    const name = await screen.findByLabelText("Flow name");
    const stale = diagram.onEdit;
    act(() => {
      fireEvent.change(name, { target: { value: "newer" } });
      stale?.((definition) => removeNode(definition, "call"));
    });
    expect(name).toHaveValue("newer");
    await vi.waitFor(() => {
      const stored = readUnsaved("support")?.definition;
      expect(stored?.name).toBe("newer");
      expect(stored && nodeById(stored, "call")).toBeUndefined();
    });
  });

  it("undoes, redoes and saves, and removes the stored copy", async () => {
    saveFlow.mockResolvedValue({ flowId: "support", revision: 5, problems: [] });
    show();
    const name = await screen.findByLabelText("Flow name");
    fireEvent.change(name, { target: { value: "other" } });
    fireEvent.keyDown(window, { key: "z", ctrlKey: true });
    expect(name).toHaveValue("support");
    fireEvent.keyDown(window, { key: "z", ctrlKey: true, shiftKey: true });
    expect(name).toHaveValue("other");
    await userEvent.click(screen.getByRole("button", { name: "Save draft" }));
    expect(await screen.findByText("Draft saved.")).toBeVisible();
    expect(saveFlow.mock.calls[0]?.[1]).toEqual(setName(sampleFlow(), "other"));
    await vi.waitFor(() => expect(readUnsaved("support")).toBeNull());
  });

  it("stores a draft with errors in this browser, and shows the errors", async () => {
    saveFlow.mockRejectedValue(
      new ApiFailure("refused", "Errors.", "", [
        { severity: "error", message: "No way out.", path: ["nodes", 1], nodeId: "ask" },
      ]),
    );
    show();
    fireEvent.change(await screen.findByLabelText("Flow name"), { target: { value: "other" } });
    await userEvent.click(screen.getByRole("button", { name: "Save draft" }));
    expect(await screen.findByText("Not saved: the flow has 1 error.")).toBeVisible();
    expect(await screen.findByRole("button", { name: /No way out/ })).toBeVisible();
    await vi.waitFor(() => expect(readUnsaved("support")?.definition.name).toBe("other"));
  });

  it("restores unsaved changes", async () => {
    storeUnsaved("support", {
      definition: setName(sampleFlow(), "mine"),
      unfinished: [],
      revision: 4,
      at: "2026-01-01T00:00:00Z",
    });
    show();
    expect(await screen.findByText("Your unsaved changes were restored.")).toBeVisible();
    expect(screen.getByLabelText("Flow name")).toHaveValue("mine");
    await userEvent.click(screen.getByRole("button", { name: "Discard" }));
    expect(screen.getByLabelText("Flow name")).toHaveValue("support");
  });

  it("does not overwrite a draft that was saved elsewhere", async () => {
    findDraft.mockResolvedValue(draft(9, setName(sampleFlow(), "theirs")));
    readFlow.mockResolvedValueOnce(draft());
    saveFlow.mockResolvedValue({ flowId: "support", revision: 10, problems: [] });
    show();
    fireEvent.change(await screen.findByLabelText("Flow name"), { target: { value: "mine" } });
    await userEvent.click(screen.getByRole("button", { name: "Save draft" }));
    expect(await screen.findByText(/saved elsewhere since you opened/)).toBeVisible();
    expect(saveFlow).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole("button", { name: "Overwrite with mine" }));
    await vi.waitFor(() => expect(saveFlow.mock.calls[0]?.[1].name).toBe("mine"));
  });

  it("keeps incomplete JSON, and does not save it", async () => {
    show("/flows/support?node=call");
    fireEvent.change(await screen.findByLabelText(/^Body/), { target: { value: '{"n": ' } });
    expect(screen.getByLabelText(/^Body/)).toHaveValue('{"n": ');
    expect(screen.getByLabelText(/^Body/)).toHaveAccessibleDescription(/JSON is not valid/);
    await userEvent.click(screen.getByRole("button", { name: "Save draft" }));
    expect(await screen.findByText(/a field is incomplete/)).toBeVisible();
    expect(saveFlow).not.toHaveBeenCalled();
    await vi.waitFor(() => expect(readUnsaved("support")?.unfinished[0]?.text).toBe('{"n": '));
  });

  it("calls a tool with the values that are typed, and offers the values of its answer to assign", async () => {
    testTool.mockResolvedValue({
      request: { method: "POST", url: "https://example.com/" },
      status: 200,
      headers: { "x-shop": "open" },
      body: { order: { state: "sent" } },
      millis: 12.3,
      exit: "default",
      variables: { b: 1 },
      failed: [{ field: "assign.a", error: "b is not defined" }],
      problem: null,
      result: null,
    });
    const { container } = show("/flows/support?node=call");
    const people = await screen.findByLabelText("Value of people");
    expect(people).toHaveValue("2");
    await userEvent.clear(people);
    await userEvent.type(people, "4");
    await userEvent.click(screen.getByRole("button", { name: "Call now" }));
    const answer = await screen.findByRole("group", { name: "Answer of the test call" });
    expect(answer).toHaveTextContent("Status 200");
    expect(answer).toHaveTextContent("Exit: succeeded");
    expect(answer).toHaveTextContent("The expression in assign.a failed.");
    expect(screen.getByLabelText("Body", { selector: "textarea[readonly]" })).toHaveValue(
      JSON.stringify({ order: { state: "sent" } }, null, 2),
    );
    const sent = testTool.mock.calls[0]?.[1];
    expect(sent?.variables).toEqual({ topic: "", people: 4, b: null, a: null });
    expect(sent).toMatchObject({ nodeId: "call", tool: { request: { url: "https://example.com/" } } });

    await userEvent.selectOptions(screen.getByLabelText("Add a value of the last response"), [
      "response.body.order.state",
    ]);
    expect(screen.getByLabelText("Expression of state")).toHaveValue("response.body.order.state");
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });

  it("says why a tool did not answer, and why the API made no call", async () => {
    testTool.mockResolvedValueOnce({
      request: { method: "POST", url: "https://example.com/" },
      status: null,
      headers: {},
      body: null,
      millis: 1,
      exit: "error",
      variables: {},
      failed: [],
      problem: "the tool did not answer in time",
      result: null,
    });
    testTool.mockRejectedValueOnce(new ApiFailure("away", "acme has made 30 test calls.", "Try again later."));
    show("/flows/support?node=call");
    const call = await screen.findByRole("button", { name: "Call now" });
    await userEvent.click(call);
    expect(await screen.findByText("There is no answer: the tool did not answer in time.")).toBeVisible();
    expect(screen.queryByLabelText("Add a value of the last response")).toBeNull();
    await userEvent.click(call);
    expect(await screen.findByText("acme has made 30 test calls.")).toBeVisible();
  });

  it("lets a model decide a condition in words, and draws the exit of its failure", async () => {
    saveFlow.mockResolvedValue({ flowId: "support", revision: 5, problems: [] });
    show("/flows/support?node=which");
    const [decidedBy] = await screen.findAllByLabelText("Decided by");
    expect(screen.queryByLabelText("on error")).toBeNull();
    await userEvent.selectOptions(decidedBy ?? document.body, "A language model, in words");
    await userEvent.type(screen.getByRole("textbox", { name: /^In words/ }), "the caller is upset");
    expect(screen.getByLabelText("on error")).toHaveDisplayValue("Not connected: the call ends");
    expect(screen.getByLabelText("the caller is upset")).toHaveDisplayValue(/call/);
    await userEvent.click(screen.getByRole("button", { name: "Save draft" }));
    await vi.waitFor(() => expect(saveFlow).toHaveBeenCalled());
    expect(saveFlow.mock.calls[0]?.[1].nodes[2]?.data).toMatchObject({
      conditions: [
        { id: "one", when: "the caller is upset", colour: "red" },
        { id: "two", expression: "topic === 'b'" },
      ],
    });
  });

  it("opens the flow that a subflow node runs in place, and offers its outcomes as exits", async () => {
    const inner = { ...sampleFlow(), name: "identify" };
    const known = { id: "end", type: "end" as const, data: { outcome: "known" } };
    const outer = sampleFlow();
    readFlow.mockImplementation((flowId: string, version: number | string) =>
      Promise.resolve(
        flowId === "identify"
          ? { ...draft(1, { ...inner, nodes: [...inner.nodes.slice(0, 4), known] }), flowId, version: Number(version) }
          : draft(4, {
              ...outer,
              nodes: [...outer.nodes, { id: "who", type: "subflow", data: { flowId: "identify", version: 2 } }],
            }),
      ),
    );
    show("/flows/support?node=who");
    const open = await screen.findByRole("button", { name: "Show identify, version 2" });
    expect(open).toHaveAttribute("aria-expanded", "false");
    expect(screen.getAllByText("The diagram")).toHaveLength(1);
    fireEvent.click(open);
    expect(screen.getAllByText("The diagram")).toHaveLength(2);
    expect(screen.getByRole("link", { name: "Open it" })).toHaveAttribute("href", "/flows/identify?version=2");
    fireEvent.change(screen.getByLabelText("known"), { target: { value: "end" } });
    await vi.waitFor(() =>
      expect(readUnsaved("support")?.definition.edges?.at(-1)).toMatchObject({
        source: "who",
        sourceHandle: "known",
        target: "end",
      }),
    );
  });

  it("offers the flows that a subflow node can run, and their versions", async () => {
    const summary = (flowId: string, name: string, latestVersion: number | null) =>
      ({ flowId, name, latestVersion }) as FlowSummary;
    firstFlows.mockResolvedValue([
      summary("support", "Support", 3),
      summary("identify", "Identify", 2),
      summary("new", "new", null),
    ]);
    newestVersions.mockImplementation((flowId) =>
      Promise.resolve(
        flowId === "identify" ? [2, 1].map((version) => ({ version, at: null, by: null, sessions: 0 })) : [],
      ),
    );
    const outer = sampleFlow();
    const called = { id: "who", type: "subflow" as const, data: { flowId: "gone", version: 7 } };
    const definition = { ...outer, nodes: [...outer.nodes, called] };
    readFlow.mockImplementation((flowId) =>
      flowId === "support"
        ? Promise.resolve(draft(4, definition))
        : Promise.reject(new ApiFailure("missing", "no such flow", "")),
    );
    show("/flows/support?node=who");
    const flows = await screen.findByRole("combobox", { name: /^Flow/ });
    await vi.waitFor(() =>
      expect([...flows.querySelectorAll("option")].map((option) => option.textContent)).toEqual([
        "gone (missing)",
        "Identify · identify",
        "new (not published)",
      ]),
    );
    fireEvent.change(flows, { target: { value: "identify" } });
    const stored = () => readUnsaved("support")?.definition.nodes.at(-1)?.data;
    // The version was one of the other flow.
    await vi.waitFor(() => expect(stored()).toEqual({ flowId: "identify" }));
    const versions = await screen.findByRole("combobox", { name: /^Version/ });
    await vi.waitFor(() => expect(versions).toHaveDisplayValue("The latest when this flow is published, now 2"));
    fireEvent.change(versions, { target: { value: "1" } });
    await vi.waitFor(() => expect(stored()).toEqual({ flowId: "identify", version: 1 }));
    fireEvent.change(versions, { target: { value: "" } });
    await vi.waitFor(() => expect(stored()).toEqual({ flowId: "identify" }));
    expect(screen.getByRole("link", { name: "Open it" })).toHaveAttribute("href", "/flows/identify");
  });

  it("takes a flow and a version as text where their lists cannot be loaded", async () => {
    firstFlows.mockRejectedValue(new ApiFailure("away", "The API does not respond.", ""));
    newestVersions.mockRejectedValue(new ApiFailure("missing", "no such flow", ""));
    const outer = sampleFlow();
    const nodes = [...outer.nodes, { id: "who", type: "subflow", data: { flowId: "other", version: 2 } }];
    readFlow.mockResolvedValue(draft(4, { ...outer, nodes } as FlowDefinition));
    show("/flows/support?node=who");
    expect(await screen.findByRole("textbox", { name: /^Flow(?! name)/ })).toHaveValue("other");
    expect(screen.getByRole("spinbutton", { name: /^Version/ })).toHaveValue(2);
  });

  it("calls a tool of a model with the arguments that are typed, and shows what the model reads", async () => {
    const tool = {
      name: "find_order",
      parameters: { type: "object", properties: { number: { type: "string" }, count: { type: "integer" } } },
      request: { url: "https://shop.example/{{ arguments.number }}?for={{ people }}" },
    };
    const outer = sampleFlow();
    const nodes = [...outer.nodes, { id: "talk", type: "llm", data: { instructions: "Help.", tools: [tool] } }];
    readFlow.mockResolvedValue(draft(4, { ...outer, nodes } as FlowDefinition));
    const answer: ToolTestResult = {
      request: { method: "GET", url: "https://shop.example/1001?for=2" },
      status: 200,
      headers: {},
      body: { state: "sent" },
      millis: 12,
      exit: "default",
      variables: {},
      failed: [],
      problem: null,
      result: '{"state": "sent"}',
    };
    testTool.mockResolvedValueOnce(answer);
    show("/flows/support?node=talk");
    fireEvent.change(await screen.findByLabelText("Argument number"), { target: { value: "1001" } });
    fireEvent.change(screen.getByLabelText("Argument count"), { target: { value: "3" } });
    fireEvent.change(screen.getByLabelText("Value of people"), { target: { value: "2" } });
    fireEvent.click(screen.getByRole("button", { name: "Call now" }));
    expect(await screen.findByLabelText("What the model reads")).toHaveValue('{"state": "sent"}');
    expect(screen.queryByText(/^Exit:/)).toBeNull();
    expect(testTool).toHaveBeenCalledWith(
      "support",
      expect.objectContaining({ tool, nodeId: "talk", arguments: { number: "1001", count: 3 } }),
    );
    expect(testTool.mock.lastCall?.[1].variables).toMatchObject({ people: 2 });

    testTool.mockResolvedValueOnce({ ...answer, status: null, exit: "error", problem: "it was slow", result: "Error" });
    fireEvent.click(screen.getByRole("button", { name: "Call now" }));
    expect(await screen.findByText("In a call the model gets this as an error.")).toBeInTheDocument();
  });

  it("lists the tools of an MCP server, and takes the one that is chosen", async () => {
    const outer = sampleFlow();
    const mcp = { server: "https://shop.example/mcp", tool: "", headers: { Key: "{{ secrets.KEY }}" } };
    const data = { instructions: "Help.", tools: [{ name: "", mcp }] };
    const nodes = [...outer.nodes, { id: "talk", type: "llm", data }];
    readFlow.mockResolvedValue(draft(4, { ...outer, nodes } as FlowDefinition));
    listServerTools.mockResolvedValueOnce({ tools: [], problem: "the MCP server did not answer in time" });
    show("/flows/support?node=talk");
    fireEvent.click(await screen.findByRole("button", { name: "List the server's tools" }));
    expect(await screen.findByText("There is no list: the MCP server did not answer in time.")).toBeInTheDocument();
    const { server, headers } = mcp;
    expect(listServerTools).toHaveBeenLastCalledWith("support", { server, headers, nodeId: "talk" });

    const parameters = { type: "object", properties: { number: { type: "string" } }, required: ["number"] };
    const find = { name: "orders.find", description: "Finds an order.", parameters, repeatable: true };
    const cancel = { name: "orders.cancel", description: "", parameters: {}, repeatable: false };
    listServerTools.mockResolvedValueOnce({ tools: [find, cancel], problem: null });
    fireEvent.click(screen.getByRole("button", { name: "List the server's tools" }));
    const listed = await screen.findByRole("listitem", { name: "orders.find" });
    expect(listed).toHaveTextContent("Finds an order.");
    expect(listed).toHaveTextContent("number string, required");
    expect(screen.getByRole("listitem", { name: "orders.cancel" })).toHaveTextContent("It has no parameters.");
    fireEvent.click(screen.getByRole("button", { name: "Choose orders.find" }));
    const stored = () => readUnsaved("support")?.definition.nodes.find(({ id }) => id === "talk")?.data;
    const tools = [{ name: "orders_find", mcp: { ...mcp, tool: "orders.find" } }];
    await vi.waitFor(() => expect(stored()).toMatchObject({ tools }));
    expect(listed).toHaveTextContent("Chosen");
    expect(screen.getByLabelText("Argument number")).toBeInTheDocument();
  });

  it("adds a handler with its phrases, its target and its way back, or with words instead of phrases", async () => {
    show();
    fireEvent.click(await screen.findByRole("button", { name: "Add handler" }));
    expect(screen.getByLabelText("Reached by")).toHaveDisplayValue("Phrases");
    fireEvent.click(screen.getByRole("button", { name: "Add phrase" }));
    fireEvent.change(screen.getByLabelText("Phrases: phrase 1"), { target: { value: "a person, please" } });
    fireEvent.change(screen.getByLabelText(/^Leads to/), { target: { value: "call" } });
    fireEvent.click(screen.getByLabelText("Come back to the open question"));
    const stored = () => readUnsaved("support")?.definition.handlers;
    const handler = { id: "handler-1", target: "call", resume: true };
    await vi.waitFor(() => expect(stored()).toEqual([{ ...handler, phrases: ["a person, please"] }]));

    fireEvent.change(screen.getByLabelText("Reached by"), { target: { value: "when" } });
    fireEvent.change(screen.getByLabelText(/^In words/), { target: { value: "wants a person" } });
    await vi.waitFor(() => expect(stored()).toEqual([{ ...handler, when: "wants a person" }]));
  });

  it("adds a question for the judge with its scale, and leaves the rest of the setting out", async () => {
    show();
    fireEvent.click(await screen.findByRole("button", { name: "Add question" }));
    fireEvent.change(screen.getByLabelText(/^Question \(required\)/), { target: { value: "Did it answer?" } });
    fireEvent.change(screen.getByLabelText(/^Scale/), { target: { value: "1to5" } });
    fireEvent.change(screen.getByLabelText(/^Share of the calls/), { target: { value: "0.2" } });
    fireEvent.click(screen.getByRole("button", { name: "Add channel" }));
    const channel = screen.getByRole("combobox", { name: "Channels: channel 1" });
    expect(channel).toHaveDisplayValue("Choose…");
    expect(channel).toBeInvalid();
    fireEvent.change(channel, { target: { value: "chat" } });
    const stored = () => readUnsaved("support")?.definition.judging;
    const question = { id: "question-1", ask: "Did it answer?", scale: "1to5" };
    await vi.waitFor(() => expect(stored()).toEqual({ questions: [question], share: 0.2, channels: ["chat"] }));
  });

  it("connects all failure exits to a node with one press, and undoes it", async () => {
    show("/flows/support?node=end");
    const button = await screen.findByRole("button", { name: "Connect 3 open failure exits to this node" });
    await userEvent.click(button);
    const drawn = () => readUnsaved("support")?.definition.edges?.slice(6);
    await vi.waitFor(() =>
      expect(drawn()?.map(({ source, sourceHandle, target }) => [source, sourceHandle, target])).toEqual([
        ["ask", "noMatch", "end"],
        ["ask", "noInput", "end"],
        ["call", "error", "end"],
      ]),
    );
    expect(screen.getByRole("button", { name: "No failure exit is open" })).toBeDisabled();
    fireEvent.keyDown(window, { key: "z", ctrlKey: true });
    expect(await screen.findByRole("button", { name: /Connect 3 open/ })).toBeEnabled();
  });

  it("sets the language, the time zone and the node after failures, and shows where exits lead", async () => {
    saveFlow.mockResolvedValue({ flowId: "support", revision: 5, problems: [] });
    show();
    fireEvent.change(await screen.findByLabelText("Language"), { target: { value: "en-GB" } });
    fireEvent.change(screen.getByLabelText("Time zone"), { target: { value: "Europe/London" } });
    await userEvent.selectOptions(screen.getByLabelText("After a failure"), "end");
    await userEvent.click(screen.getByRole("button", { name: "Save draft" }));
    await vi.waitFor(() => expect(saveFlow).toHaveBeenCalled());
    expect(saveFlow.mock.calls[0]?.[1]).toEqual({
      ...sampleFlow(),
      language: "en-GB",
      timeZone: "Europe/London",
      onFailure: "end",
    });
    fireEvent.change(screen.getByLabelText("Language"), { target: { value: "" } });
    await vi.waitFor(() => expect(readUnsaved("support")?.definition).not.toHaveProperty("language"));
  });

  it("says at an exit that it leads to the node after failures", async () => {
    readFlow.mockResolvedValue(draft(4, { ...sampleFlow(), onFailure: "which" }));
    show("/flows/support?node=ask");
    expect(await screen.findByLabelText("no match")).toHaveDisplayValue("On failure: Which?");
    expect(screen.getByLabelText("answered")).toHaveDisplayValue(/Which\?/);
  });

  it("publishes with a note, and shows the new version", async () => {
    publishFlow.mockResolvedValue({ flowId: "support", version: 4 });
    show();
    await userEvent.click(await screen.findByRole("button", { name: "Publish" }));
    const dialog = within(screen.getByRole("dialog", { name: "Publish version 4" }));
    expect(await dialog.findByText("every test passes")).toBeVisible();
    await userEvent.type(dialog.getByLabelText("Note"), "Shorter");
    await userEvent.click(dialog.getByRole("button", { name: "Publish" }));
    expect(await screen.findByText("Version 4 published.")).toBeVisible();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(publishFlow).toHaveBeenCalledExactlyOnceWith("support", { note: "Shorter" });
    expect(saveFlow).not.toHaveBeenCalled();
  });

  it("shows what the gate found, and publishes all the same for a reason", async () => {
    publishFlow.mockRejectedValueOnce(
      new ApiFailure(
        "refused",
        "Refused.",
        "",
        [{ field: "tests", message: "1 of 3 tests failed: order" }],
        null,
        422,
        null,
        {
          gate: { tests: true, leastNodeCoverage: 0.5 },
          tests: { passed: 2, failed: 1, failures: [{ testId: "order", turn: 2, field: "says" }] },
          coverage: { nodes: 0.8, missed: ["which"] },
        },
      ),
    );
    const { baseElement } = show();
    await userEvent.click(await screen.findByRole("button", { name: "Publish" }));
    await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Publish" }));
    const found = within(await screen.findByRole("group", { name: "Result of the gate" }));
    expect(found.getByRole("link", { name: "order" })).toHaveAttribute("href", "/flows/support/tests?test=order");
    expect(found.getByText("2 of 3 tests passed.")).toBeVisible();
    expect(found.getByText(/No test reaches Which\?/)).toBeVisible();
    const { violations } = await axe.run(baseElement, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);

    await userEvent.click(screen.getByRole("button", { name: "Publish all the same" }));
    const reason = screen.getByLabelText("Reason to publish all the same");
    expect(reason).toHaveAccessibleDescription(/Enter the reason/);
    publishFlow.mockResolvedValueOnce({ flowId: "support", version: 4 });
    await userEvent.type(reason, "Urgent");
    await userEvent.click(screen.getByRole("button", { name: "Publish all the same" }));
    expect(await screen.findByText("Version 4 published.")).toBeVisible();
    expect(publishFlow).toHaveBeenLastCalledWith("support", { override: "Urgent" });
  });

  it("publishes by itself when the gate's replay has ended", async () => {
    publishFlow.mockRejectedValueOnce(stillReplaying());
    publishFlow.mockResolvedValueOnce({ flowId: "support", version: 4 });
    readReplay.mockResolvedValueOnce(replayOf("running")).mockResolvedValue(replayOf("done"));
    const { baseElement } = show();
    await userEvent.click(await screen.findByRole("button", { name: "Publish" }));
    const dialog = within(screen.getByRole("dialog"));
    await userEvent.type(dialog.getByLabelText("Note"), "Shorter");
    await userEvent.click(dialog.getByRole("button", { name: "Publish" }));
    expect(await dialog.findByText("1200 of 5000 calls replayed")).toBeVisible();
    expect(dialog.getByText(/it publishes the draft when the replay has ended/)).toBeVisible();
    expect(dialog.queryByText("The gate refuses this draft.")).toBeNull();
    const { violations } = await axe.run(baseElement, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
    expect(await screen.findByText("Version 4 published.", {}, { timeout: 10_000 })).toBeVisible();
    expect(publishFlow.mock.calls).toEqual([
      ["support", { note: "Shorter" }],
      ["support", { note: "Shorter" }],
    ]);
  });

  it("does not publish by itself a draft that was saved elsewhere meanwhile", async () => {
    publishFlow.mockRejectedValueOnce(stillReplaying());
    readReplay.mockResolvedValue(replayOf("done"));
    findDraft.mockResolvedValue(draft(9));
    show();
    await userEvent.click(await screen.findByRole("button", { name: "Publish" }));
    await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Publish" }));
    expect(await screen.findByText(/not published: the draft was saved elsewhere meanwhile/)).toBeVisible();
    expect(publishFlow).toHaveBeenCalledOnce();
  });

  it("tries by itself once for each press, and not if something else refuses", async () => {
    publishFlow.mockRejectedValueOnce(stillReplaying()).mockRejectedValueOnce(stillReplaying());
    readReplay.mockResolvedValue(replayOf("done"));
    show();
    await userEvent.click(await screen.findByRole("button", { name: "Publish" }));
    const dialog = within(screen.getByRole("dialog"));
    await userEvent.click(dialog.getByRole("button", { name: "Publish" }));
    expect(await dialog.findByText("Try again: the gate uses the results.")).toBeVisible();
    expect(publishFlow).toHaveBeenCalledTimes(2);
    publishFlow.mockRejectedValueOnce(stillReplaying("mostDiffering"));
    await userEvent.click(dialog.getByRole("button", { name: "Try again" }));
    expect(await dialog.findByText("The gate refuses this draft.")).toBeVisible();
    expect(await dialog.findByText("Try again: the gate uses the results.")).toBeVisible();
    expect(publishFlow).toHaveBeenCalledTimes(3);
  });

  it("says that the gate's replay was given up", async () => {
    publishFlow.mockRejectedValue(stillReplaying());
    readReplay.mockResolvedValue({ ...replayOf("failed"), why: "the queue did not take it" });
    show();
    await userEvent.click(await screen.findByRole("button", { name: "Publish" }));
    await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Publish" }));
    expect(await screen.findByText("The gate's replay was given up: the queue did not take it.")).toBeVisible();
    expect(publishFlow).toHaveBeenCalledOnce();
  });

  it("keeps the gate's result for a press after the dialog is closed", async () => {
    publishFlow.mockRejectedValue(
      new ApiFailure(
        "refused",
        "Refused.",
        "",
        [{ field: "tests", message: "1 of 1 tests failed: order" }],
        null,
        422,
        null,
        {
          gate: { tests: true },
          tests: { passed: 0, failed: 1, failures: [{ testId: "order", turn: 1, field: "node" }] },
        },
      ),
    );
    show();
    await userEvent.click(await screen.findByRole("button", { name: "Publish" }));
    await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Publish" }));
    await screen.findByRole("group", { name: "Result of the gate" });
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    expect(screen.getByText("Saved, but not published: the gate refuses the draft.")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Show result" }));
    expect(screen.getByRole("group", { name: "Result of the gate" })).toBeVisible();
  });
});

it("shows a version read-only", async () => {
  readFlow.mockResolvedValue({ ...draft(), version: 3 });
  show("/flows/support?version=3&node=ask");
  expect(await screen.findByText("You are viewing version 3.")).toBeVisible();
  expect(await screen.findByRole("textbox", { name: /^Prompt/ })).toBeDisabled();
  expect(screen.queryByRole("button", { name: "Delete node" })).toBeNull();
});
