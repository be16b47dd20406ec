import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { away } from "../api/failure";
import * as flowRequests from "../api/flows";
import * as requests from "../api/overview";
import type { FlowSummary, OrganizationReport } from "../api/types";
import { flowPart, report } from "../testing/reports";
import { daysBefore } from "./model/period";
import OverviewPage from "./OverviewPage";

vi.mock("../api/flows", { spy: true });
vi.mock("../api/overview", { spy: true });
const { readOrganizationReport, failedSessions } = vi.mocked(requests);
const { firstFlows, findDraft, saveFlow } = vi.mocked(flowRequests);

const TODAY = "2026-11-30";
const summary = (flowId: string, latestVersion: number | null = 1): FlowSummary => ({
  flowId,
  name: `The ${flowId}`,
  draftRevision: 1,
  latestVersion,
  publishedRevision: latestVersion,
  updatedAt: "2026-01-05T10:00:00Z",
  warnings: 0,
});
const turnMillis = (p95: number) => ({ median: 100, p95 });
const NOW = report({
  from: `${daysBefore(TODAY, 6)}T00:00:00Z`,
  sessions: 12,
  byStatus: { completed: 8, abandoned: 3, failed: 1 },
  byOutcome: { solved: 8 },
  containment: 0.75,
  turnMillis: turnMillis(2_400),
  byDay: { [TODAY]: flowPart({ sessions: 5 }) },
  byFlow: {
    shop: flowPart({
      sessions: 12,
      byStatus: { failed: 1 },
      turnMillis: turnMillis(2_400),
      abandonedAt: [{ nodeId: "ask-number", count: 3 }],
    }),
  },
  errors: [{ flowId: "shop", nodeId: "look-up", kind: "tool", error: "500", count: 4 }],
});
const BEFORE = report({
  sessions: 10,
  byStatus: { completed: 10 },
  containment: 0.5,
  turnMillis: turnMillis(1_200),
  byDay: { [daysBefore(TODAY, 7)]: flowPart({ sessions: 2 }) },
  byFlow: { shop: flowPart({ sessions: 10, turnMillis: turnMillis(1_200) }) },
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(`${TODAY}T12:00:00Z`) });
  vi.resetAllMocks();
  localStorage.clear();
  history.replaceState(null, "", "/");
  firstFlows.mockResolvedValue([summary("shop")]);
  failedSessions.mockResolvedValue([]);
});

afterEach(() => {
  vi.useRealTimers();
});

/** `before`: of the week before, which is the one with an end. */
function answer(now: OrganizationReport | Error, before: OrganizationReport | Error) {
  readOrganizationReport.mockImplementation(({ to }) => {
    const chosen = to === undefined ? now : before;
    return chosen instanceof Error ? Promise.reject(chosen) : Promise.resolve(chosen);
  });
}

function show() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <main>
        <OverviewPage />
      </main>
    </QueryClientProvider>,
  );
}

const region = async (name: string) => within(await screen.findByRole("region", { name }));

it("shows this week against the week before: calls, endings, who gave up, what got slower, what failed", async () => {
  answer(NOW, BEFORE);
  failedSessions.mockResolvedValue([
    {
      sessionId: "s-1",
      flowId: "shop",
      flowVersion: 1,
      status: "failed",
      roomName: "r",
      createdAt: new Date().toISOString(),
      updatedAt: "",
    } as never,
  ]);
  const { container } = show();
  expect(await screen.findByText("2 calls a week ago until this time")).toBeVisible();
  expect(screen.getByText("+20%")).toBeVisible();
  expect(screen.getByText("50% the week before")).toBeVisible();
  const gaveUp = await region("Where callers give up");
  expect(gaveUp.getByRole("link", { name: "ask-number" })).toHaveAttribute("href", "/flows/shop?node=ask-number");
  expect(await gaveUp.findByRole("link", { name: "Report of The shop" })).toHaveAttribute(
    "href",
    "/flows/shop/report?days=7",
  );
  expect((await region("What got slower")).getByText("+100%")).toBeVisible();
  expect(
    (await region("What failed")).getByRole("row", { name: /look-up Report of The shop Tool 500 4 0/ }),
  ).toBeVisible();
  expect((await region("Failed calls")).getByRole("link", { name: "just now" })).toHaveAttribute(
    "href",
    "/sessions/s-1",
  );
  expect(failedSessions).toHaveBeenCalledWith(["shop"]);
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

it("shows this week without a comparison if the week before cannot be read", async () => {
  answer(NOW, away());
  show();
  expect(await screen.findByText(/nothing is compared/)).toBeVisible();
  expect(await screen.findByText("12")).toBeVisible();
  expect(screen.queryByText(/week before$/)).toBeNull();
  expect(screen.queryByRole("region", { name: "What got slower" })).toBeNull();
});

it("says that this week cannot be read, and tries again at a press", async () => {
  answer(away(), BEFORE);
  show();
  expect(await screen.findByText(/The numbers of the last 7 days are not loaded/)).toBeVisible();
  answer(NOW, BEFORE);
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("12")).toBeVisible();
});

it("asks for the dates of the organization's zone once an answer has named it", async () => {
  const zone = "Pacific/Kiritimati";
  answer({ ...NOW, timeZone: zone }, { ...BEFORE, timeZone: zone });
  show();
  expect(await screen.findByText(new RegExp(`Days in ${zone}`))).toBeVisible();
  expect(localStorage.getItem("callflow.zone")).toBe(zone);
});

it("leads a new organization to a spoken call in three presses", async () => {
  answer(report(), report());
  firstFlows.mockResolvedValue([summary("shop"), summary("draft", null), summary("order-status")]);
  show();
  expect(await screen.findByRole("heading", { level: 1, name: "Talk to a flow" })).toBeVisible();
  const choices = await screen.findAllByRole("radio");
  expect(choices.map(({ parentElement }) => parentElement?.textContent)).toEqual([
    "The order-status",
    "The shop",
    "The draft",
  ]);
  expect(screen.getByRole("button", { name: "Test audio" })).toBeDisabled();
  await userEvent.click(screen.getByLabelText("The order-status"));
  expect(screen.getByRole("link", { name: "Test chat" })).toHaveAttribute("href", "/flows/order-status/test?mode=chat");
  await userEvent.click(screen.getByRole("link", { name: "Test audio" }));
  expect(location.pathname + location.search).toBe("/flows/order-status/test?mode=audio");
});

it("creates an example where there is no flow, and tests its draft", async () => {
  answer(report(), report());
  firstFlows.mockResolvedValueOnce([]).mockResolvedValue([summary("first-conversation", null)]);
  findDraft.mockResolvedValue(null);
  saveFlow.mockResolvedValue({ flowId: "first-conversation", revision: 1, problems: [] });
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Create an example" }));
  expect(await screen.findByRole("link", { name: "Test audio" })).toHaveAttribute(
    "href",
    "/flows/first-conversation/test?mode=audio&version=draft",
  );
  expect(saveFlow).toHaveBeenCalledOnce();
});

it("says why the example was not created", async () => {
  answer(report(), report());
  firstFlows.mockResolvedValue([]);
  findDraft.mockRejectedValue(away());
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Create an example" }));
  expect(await screen.findByText(/^Not created/)).toBeVisible();
});
