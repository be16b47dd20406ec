import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, it, vi } from "vitest";
import * as flows from "../api/flows";
import type { Report, ReportPart } from "../api/types";
import * as requests from "../api/reports";
import type { DiagramProps } from "../flow/diagram/props";
import { readOf } from "../testing/read-flow";
import * as files from "../ui/save-file";
import ReportPage from "./ReportPage";

vi.mock("../api/flows", { spy: true });
vi.mock("../api/reports", { spy: true });
vi.mock("../flow/diagram/FlowDiagram", () => ({
  FlowDiagram: ({ notes }: DiagramProps) => <p>{notes?.get("which")?.title}</p>,
}));
vi.mock("../ui/save-file", { spy: true });
const { readFlow } = vi.mocked(flows);
const { readReport, readTimeZone, exportReport } = vi.mocked(requests);
const { saveFile } = vi.mocked(files);

const part = (sessions: number, outcomes: Record<string, number>): ReportPart => ({
  sessions,
  byStatus: { completed: sessions },
  byOutcome: outcomes,
  containment: 1,
  turns: { median: 4, p95: 9 },
  durationSeconds: { median: 61.26, p95: 300 },
  turnMillis: { median: null, p95: null },
  firstWordMillis: { median: null, p95: null },
});
const REPORT: Report = {
  ...part(100, { found: 80, unknown: 20 }),
  flowId: "support",
  from: "2026-01-01T00:00:00Z",
  to: "2026-01-31T00:00:00Z",
  timeZone: "Europe/London",
  complete: true,
  byVersion: { "2": part(10, { found: 10 }), "1": part(90, { found: 70, unknown: 20 }) },
  byChannel: { phone: part(100, {}) },
  byAgent: { reception: part(60, {}) },
  byNumber: { "+15550100": part(60, {}) },
  byDay: { "2026-01-02": part(70, {}), "2026-01-03": part(30, {}) },
  nodes: [
    {
      nodeId: "which",
      entered: 100,
      exits: { one: 80, default: 17 },
      abandonedHere: 3,
      endedHere: 0,
      noMatch: 4,
      noInput: 5,
    },
  ],
  errors: [{ kind: "tool", nodeId: "call", error: "503", count: 7 }],
  models: [{ model: null, asked: 12, errors: { timeout: 2 }, inputTokens: 900, outputTokens: 80 }],
  tokens: { input: 0, output: 0 },
  scores: [],
  cutSessions: 0,
};

beforeEach(() => {
  vi.resetAllMocks();
  history.replaceState(null, "", "/flows/support/report");
  readFlow.mockResolvedValue(readOf("support"));
  readReport.mockResolvedValue(REPORT);
  readTimeZone.mockResolvedValue("Europe/London");
  saveFile.mockImplementation(() => undefined);
});

function show() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <main>
        <ReportPage flowId="support" />
      </main>
    </QueryClientProvider>,
  );
}

it("shows the versions side by side, the nodes and the failures", async () => {
  const { container } = show();
  const versions = within(await screen.findByRole("region", { name: "Versions side by side" }));
  expect(versions.getAllByRole("columnheader").map((cell) => cell.textContent)).toEqual(["Measure", "v2", "v1", "All"]);
  expect(versions.getByRole("row", { name: "found 10 (100 %) 70 (77.8 %) 80 (80 %)" })).toBeVisible();
  expect(versions.getByRole("row", { name: "unknown 0 (0 %) 20 (22.2 %) 20 (20 %)" })).toBeVisible();
  expect(versions.getByRole("row", { name: /Duration of a call 61.3, 300 s/ })).toBeVisible();
  expect(versions.getByRole("row", { name: "Time of a turn — — —" })).toBeVisible();
  expect(await screen.findAllByRole("link", { name: "Which?" })).toHaveLength(2);
  expect(screen.getByRole("row", { name: /Which\? 100 one 80, default 17 0 3 4 5/ })).toBeVisible();
  expect(screen.getByRole("row", { name: "call Tool 503 7" })).toBeVisible();
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
});

it("shows the parts, the funnel and the models", async () => {
  show();
  const days = within(await screen.findByRole("region", { name: "Days (Europe/London)" }));
  expect(days.getAllByRole("rowheader").map((cell) => cell.textContent)).toEqual(["2026-01-03", "2026-01-02"]);
  expect(screen.getByRole("row", { name: /^reception 60 100 % 0 0 61.3, 300 s —$/ })).toBeVisible();
  expect(screen.getByRole("row", { name: /^\+15550100 60/ })).toBeVisible();
  expect(screen.getByRole("row", { name: /^Phone 100/ })).toBeVisible();
  expect(screen.getByRole("row", { name: "The deployment’s own 12 timeout 2 900 80" })).toBeVisible();
  const funnel = within(screen.getByRole("region", { name: "Funnel" }));
  expect(funnel.getByRole("listitem")).toHaveTextContent("Which?100 (100 %)3 gave up");
  const picture = within(await screen.findByRole("region", { name: "In the flow" }));
  expect(picture.getByText("100 calls came here, and 3 callers gave up.")).toBeVisible();
});

it("shows the scores of a judge by version and by day", async () => {
  const answered = {
    questionId: "answered",
    scale: "yesNo" as const,
    calls: 12,
    average: 0.75,
    byVersion: { "1": { calls: 8, average: 0.625 }, "2": { calls: 4, average: 1 } },
    byDay: { "2026-01-02": { calls: 8, average: 0.625 }, "2026-01-03": { calls: 4, average: 1 } },
  };
  const polite = {
    ...answered,
    questionId: "polite",
    scale: "1to5" as const,
    calls: 1,
    average: 4.25,
    byVersion: { "2": { calls: 1, average: 4.25 } },
    byDay: { "2026-01-03": { calls: 1, average: 4.25 } },
  };
  readReport.mockResolvedValue({ ...REPORT, scores: [polite, answered] });
  const read = readOf("support");
  const judging = { questions: [{ id: "answered", ask: "Did it answer?", scale: "yesNo" as const }] };
  readFlow.mockResolvedValue({ ...read, definition: { ...read.definition, judging } });
  const { container } = show();
  const scores = within(await screen.findByRole("region", { name: "Scores" }));
  expect(scores.getAllByRole("columnheader").map((cell) => cell.textContent)).toEqual(["Question", "v2", "v1", "All"]);
  expect(
    scores.getByRole("row", { name: "Did it answer? 100 % (4 calls) 62.5 % (8 calls) 75 % (12 calls)" }),
  ).toBeVisible();
  expect(scores.getByRole("row", { name: "polite 4.3 (1 call) — 4.3 (1 call)" })).toBeVisible();
  const days = within(screen.getByRole("region", { name: "Scores by day (Europe/London)" }));
  expect(days.getAllByRole("row").map((row) => row.textContent)).toEqual([
    "DayDid it answer?polite",
    "2026-01-03100 % (4 calls)4.3 (1 call)",
    "2026-01-0262.5 % (8 calls)—",
  ]);
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

it("offers the versions, agents and numbers that have calls, and keeps the choice in the address", async () => {
  show();
  await screen.findByRole("region", { name: "Nodes" });
  await userEvent.selectOptions(await screen.findByLabelText("Called number"), "+15550100");
  await userEvent.selectOptions(screen.getByLabelText("Agent"), "reception");
  await userEvent.selectOptions(screen.getByLabelText("Version"), "v1");
  await vi.waitFor(() =>
    expect(readReport.mock.lastCall?.[1]).toMatchObject({
      calledNumber: "+15550100",
      agentId: "reception",
      version: "1",
    }),
  );
  expect(location.search).toBe("?number=%2B15550100&agent=reception&version=1");
  await vi.waitFor(() => expect(readFlow).toHaveBeenLastCalledWith("support", "1"));
});

it("exports the chosen calls", async () => {
  history.replaceState(null, "", "/flows/support/report?channel=chat");
  exportReport.mockResolvedValue("date\r\n");
  show();
  await screen.findByRole("region", { name: "Nodes" });
  await userEvent.click(screen.getByRole("button", { name: /Export/ }));
  await userEvent.click(await screen.findByRole("menuitem", { name: /^Nodes as CSV/ }));
  await vi.waitFor(() => expect(saveFile).toHaveBeenCalledWith("report-support-nodes.csv", "date\r\n", "text/csv"));
  expect(exportReport.mock.lastCall?.slice(1)).toMatchObject([{ channel: "chat" }, "nodes"]);
});

it("asks for the period and the channel in the address", async () => {
  history.replaceState(null, "", "/flows/support/report?days=1&channel=phone");
  show();
  await screen.findByRole("region", { name: "Nodes" });
  expect(readReport.mock.calls.map(([, { channel }]) => channel)).toContain("phone");
  await userEvent.selectOptions(screen.getByLabelText("Channel"), "Any channel");
  await vi.waitFor(() => expect(readReport.mock.lastCall?.[1]).not.toHaveProperty("channel"));
  expect(readReport.mock.lastCall?.[1].from).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(location.search).toBe("?days=1");
});

it("says that no call has ended", async () => {
  readReport.mockResolvedValue({ ...REPORT, sessions: 0, complete: false });
  show();
  expect(await screen.findByText("No call has ended in this time.")).toBeVisible();
  expect(screen.getByText("This report is not complete yet.")).toBeVisible();
});
