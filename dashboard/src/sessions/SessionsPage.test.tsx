import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, it, vi } from "vitest";
import type { FoundSession } from "../api/types";
import * as requests from "./readSessions";
import SessionsPage from "./SessionsPage";

vi.mock("./readSessions", { spy: true });
const { readSessions, readFlows, readAgents } = vi.mocked(requests);

const FOUND: FoundSession = {
  sessionId: "session_1",
  flowId: "shop",
  flowVersion: 4,
  status: "completed",
  roomName: "call-1",
  createdAt: "2026-11-30T12:00:00Z",
  channel: "phone",
  agentId: "ada",
  callerNumber: "+15550111",
  calledNumber: "+15550100",
  outcome: "solved",
};
const TEST: FoundSession = {
  sessionId: "session_2",
  flowId: "shop",
  flowVersion: "draft",
  status: "waiting",
  roomName: "test-room",
  createdAt: "2026-11-29T12:00:00Z",
  channel: "chat",
  testMode: "chat",
};

beforeEach(() => {
  vi.resetAllMocks();
  history.replaceState(null, "", "/sessions");
  const flow = { flowId: "shop", name: "Bike shop", updatedAt: "2026-01-01T00:00:00Z" };
  readFlows.mockResolvedValue([flow] as never);
  readAgents.mockResolvedValue([{ agentId: "ada", name: "Ada" }] as never);
  readSessions.mockResolvedValue({ sessions: [FOUND, TEST], cursor: null });
});

function show() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <main>
        <SessionsPage />
      </main>
    </QueryClientProvider>,
  );
}

const asked = () => readSessions.mock.calls.at(-1)?.[0];

it("shows who called, the flow, the agent, how it ended and which were tests", async () => {
  const { container } = show();
  const first = await screen.findByRole("row", { name: /\+15550111/ });
  const second = screen.getByRole("row", { name: /test-room/ });
  for (const text of ["+15550111", "to +15550100", "Bike shop", "Agent Ada", "solved", "Completed"]) {
    expect(await within(first).findByText(text)).toBeVisible();
  }
  expect(within(second).getByText("test-room")).toBeVisible();
  expect(within(second).getByText("Chat test")).toBeVisible();
  expect(screen.getByRole("status")).toHaveTextContent("2 sessions, newest first.");
  expect((await axe.run(container)).violations).toEqual([]);
});

it("searches for what the address has, and shows the filters that are set", async () => {
  history.replaceState(null, "", "/sessions?flow=shop&node=ask&from=2026-11-01");
  show();
  expect(await screen.findByLabelText("Id of a node it reached")).toHaveValue("ask");
  expect(screen.getByLabelText("From")).toHaveValue("2026-11-01");
  expect(asked()).toEqual({ flow: "shop", node: "ask", from: "2026-11-01" });
});

it("puts a filter into the address: a choice at once, a text with Enter or when it is left", async () => {
  const user = userEvent.setup();
  show();
  await user.selectOptions(screen.getByLabelText("Status"), "failed");
  const words = screen.getByLabelText("Caller's words");
  await user.type(words, "broken bike");
  expect(asked()).toEqual({ status: "failed" });
  await user.keyboard("{Enter}");
  expect(location.search).toBe("?status=failed&text=broken+bike");
  expect(words).toHaveFocus();
  await user.type(screen.getByLabelText("Caller's number"), "+15550111");
  await user.tab();
  expect(asked()).toEqual({ status: "failed", text: "broken bike", caller: "+15550111" });
  await user.click(screen.getByRole("button", { name: "Clear all" }));
  expect(location.search).toBe("");
  expect(words).toHaveValue("");
});

it("shows more on demand, and goes on where a part had nothing", async () => {
  const user = userEvent.setup();
  readSessions.mockResolvedValueOnce({ sessions: [], cursor: "a" });
  readSessions.mockResolvedValueOnce({ sessions: [FOUND], cursor: "b" });
  readSessions.mockResolvedValueOnce({ sessions: [TEST], cursor: null });
  history.replaceState(null, "", "/sessions?text=bike");
  show();
  expect(await screen.findByText(/Older ones were not searched yet/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Search older sessions" }));
  expect(await screen.findByText("The newest 1 session.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Show more" }));
  expect(await screen.findByText("2 sessions, newest first.")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
  expect(readSessions.mock.calls.map(([, cursor]) => cursor)).toEqual([null, "a", "b"]);
});

it("says that nothing fits", async () => {
  readSessions.mockResolvedValue({ sessions: [], cursor: null });
  history.replaceState(null, "", "/sessions?caller=nobody");
  show();
  expect(await screen.findByText(/No session fits all of these filters/)).toBeVisible();
});
