import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiFailure } from "../api/failure";
import type { FlowRead } from "../api/types";
import { setName } from "../flow/definition/draft";
import { keepUnsaved, readUnsaved } from "./draft/unsaved";
import { fixture } from "../testing/sample-flow";
import FlowPage from "./FlowPage";
import * as requests from "../api/flows";

vi.mock("../api/flows", { spy: true });
vi.mock("../flow/diagram/FlowDiagram", () => ({ FlowDiagram: () => <div>The picture</div> }));
const { readFlow, findDraft, saveFlow, checkFlow, publishFlow } = vi.mocked(requests);

const draft = (revision = 4, definition = fixture()): FlowRead => ({
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
  it("shows the form of the node in the address, without a serious finding of axe", async () => {
    const { container } = show("/flows/support?node=call");
    expect(await screen.findByLabelText(/^URL/)).toHaveValue("https://example.com/");
    expect(screen.getByLabelText("Name of header 1")).toHaveValue("X-B");
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });

  it("tells the schema's rules at the field, and the server's", async () => {
    checkFlow.mockResolvedValue([
      {
        severity: "error",
        message: 'Node "which": in "conditions[0].expression", this is not JavaScript.',
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
    expect(expression).toHaveAccessibleDescription(/has to be filled in/);
  });

  it("goes from a problem to its field", async () => {
    checkFlow.mockResolvedValue([
      { severity: "warning", message: "Odd.", path: ["nodes", 1, "data", "prompt"], nodeId: "ask" },
    ]);
    HTMLElement.prototype.scrollIntoView = vi.fn();
    show();
    await userEvent.click(await screen.findByRole("button", { name: /Odd\./ }));
    expect(location.search).toBe("?node=ask");
    await vi.waitFor(() => expect(screen.getByRole("textbox", { name: /^Prompt/ })).toHaveFocus());
  });

  it("saves, undoes, and leaves no copy behind", async () => {
    saveFlow.mockResolvedValue({ flowId: "support", revision: 5, problems: [] });
    show();
    const name = await screen.findByLabelText("Name of the flow");
    fireEvent.change(name, { target: { value: "other" } });
    fireEvent.keyDown(window, { key: "z", ctrlKey: true });
    expect(name).toHaveValue("support");
    fireEvent.keyDown(window, { key: "z", ctrlKey: true, shiftKey: true });
    expect(name).toHaveValue("other");
    await userEvent.click(screen.getByRole("button", { name: "Save draft" }));
    expect(await screen.findByText("The draft is saved.")).toBeVisible();
    expect(saveFlow.mock.calls[0]?.[1]).toEqual(setName(fixture(), "other"));
    await vi.waitFor(() => expect(readUnsaved("support")).toBeNull());
  });

  it("keeps in this browser what cannot be saved, and says why", async () => {
    saveFlow.mockRejectedValue(
      new ApiFailure("refused", "Errors.", "", [
        { severity: "error", message: "No way out.", path: ["nodes", 1], nodeId: "ask" },
      ]),
    );
    show();
    fireEvent.change(await screen.findByLabelText("Name of the flow"), { target: { value: "other" } });
    await userEvent.click(screen.getByRole("button", { name: "Save draft" }));
    expect(await screen.findByText("Not saved: the flow has 1 error.")).toBeVisible();
    expect(await screen.findByRole("button", { name: /No way out/ })).toBeVisible();
    await vi.waitFor(() => expect(readUnsaved("support")?.definition.name).toBe("other"));
  });

  it("brings unsaved work back", async () => {
    keepUnsaved("support", {
      definition: setName(fixture(), "mine"),
      unfinished: [],
      revision: 4,
      at: "2026-01-01T00:00:00Z",
    });
    show();
    expect(await screen.findByText("Your unsaved work is back.")).toBeVisible();
    expect(screen.getByLabelText("Name of the flow")).toHaveValue("mine");
    await userEvent.click(screen.getByRole("button", { name: "Discard it" }));
    expect(screen.getByLabelText("Name of the flow")).toHaveValue("support");
  });

  it("does not write over a draft that has moved on", async () => {
    findDraft.mockResolvedValue(draft(9, setName(fixture(), "theirs")));
    readFlow.mockResolvedValueOnce(draft());
    saveFlow.mockResolvedValue({ flowId: "support", revision: 10, problems: [] });
    show();
    fireEvent.change(await screen.findByLabelText("Name of the flow"), { target: { value: "mine" } });
    await userEvent.click(screen.getByRole("button", { name: "Save draft" }));
    expect(await screen.findByText(/saved again since you began/)).toBeVisible();
    expect(saveFlow).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole("button", { name: "Overwrite it with mine" }));
    await vi.waitFor(() => expect(saveFlow.mock.calls[0]?.[1].name).toBe("mine"));
  });

  it("keeps JSON that is not complete, and does not save it", async () => {
    show("/flows/support?node=call");
    fireEvent.change(await screen.findByLabelText(/^Body/), { target: { value: '{"n": ' } });
    expect(screen.getByLabelText(/^Body/)).toHaveValue('{"n": ');
    expect(screen.getByLabelText(/^Body/)).toHaveAccessibleDescription(/not JSON yet/);
    await userEvent.click(screen.getByRole("button", { name: "Save draft" }));
    expect(await screen.findByText(/a field is not finished/)).toBeVisible();
    expect(saveFlow).not.toHaveBeenCalled();
    await vi.waitFor(() => expect(readUnsaved("support")?.unfinished[0]?.text).toBe('{"n": '));
  });

  it("publishes, and says which version", async () => {
    publishFlow.mockResolvedValue({ flowId: "support", version: 4 });
    show();
    await userEvent.click(await screen.findByRole("button", { name: "Publish" }));
    expect(await screen.findByText("Version 4 is published.")).toBeVisible();
    expect(saveFlow).not.toHaveBeenCalled();
  });
});

it("shows a version, in which nothing can be changed", async () => {
  readFlow.mockResolvedValue({ ...draft(), version: 3 });
  show("/flows/support?version=3&node=ask");
  expect(await screen.findByText("You look at version 3.")).toBeVisible();
  expect(await screen.findByRole("textbox", { name: /^Prompt/ })).toBeDisabled();
  expect(screen.queryByRole("button", { name: "Delete this node" })).toBeNull();
});
