import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, it, vi } from "vitest";
import { ApiFailure } from "../../api/failure";
import { readScores } from "../../api/reports";
import type { Session, SessionScores } from "../../api/types";
import { ScoresPanel } from "./ScoresPanel";
import { useScores } from "./useScores";

vi.mock("../../api/reports", { spy: true });
const read = vi.mocked(readScores);

const SCORES: SessionScores = {
  sessionId: "s1",
  status: "judged",
  scores: [
    { questionId: "answered", ask: "Did it answer?", scale: "yesNo", score: 1, reason: "It named the hour." },
    { questionId: "angry", ask: "Was the caller angry?", scale: "yesNo", score: 0, reason: "" },
    { questionId: "polite", ask: "How polite was it?", scale: "1to5", score: 4, reason: "Friendly." },
    { questionId: "short", ask: "How short was it?", scale: "1to5", score: null, reason: "" },
  ],
  problem: null,
  model: "judge-1",
  tokens: { input: 900, output: 80 },
  at: "2026-11-30T10:00:00Z",
};

beforeEach(() => {
  vi.resetAllMocks();
  read.mockResolvedValue(SCORES);
});

function Panel({ status }: { status: Session["status"] }) {
  return <ScoresPanel used={useScores({ sessionId: "s1", status, updatedAt: "2026-11-30T09:59:00Z" })} />;
}

function show(status: Session["status"] = "completed") {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <main>
        <Panel status={status} />
      </main>
    </QueryClientProvider>,
  );
}

it("shows each question with its score and the reason, and who judged", async () => {
  const { container } = show();
  const lines = await screen.findAllByRole("listitem");
  expect(lines.map((line) => line.textContent)).toEqual([
    "Did it answer?YesIt named the hour.",
    "Was the caller angry?No",
    "How polite was it?4 of 5Friendly.",
    "How short was it?No answer",
  ]);
  expect(screen.getByText(/^Scored by judge-1, .*900 tokens read, 80 written\.$/)).toBeVisible();
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

it("says why a call was not scored", async () => {
  const tokens = { input: 0, output: 0 };
  const problem = "the model refused";
  read.mockResolvedValue({ ...SCORES, status: "notJudged", scores: [], problem, model: null, tokens });
  show();
  expect(await screen.findByText(problem)).toBeVisible();
  expect(screen.getByRole("status")).toHaveTextContent("This call was not scored.the model refused");
  expect(screen.queryByText(/^Scored by/)).not.toBeInTheDocument();
  expect(screen.queryByRole("list")).not.toBeInTheDocument();
});

it("names the deployment’s own model where the judge has no other name", async () => {
  read.mockResolvedValue({ ...SCORES, model: null, tokens: { input: 0, output: 0 } });
  show();
  expect(await screen.findByText(/^Scored by the deployment’s own model, /)).not.toHaveTextContent("tokens");
});

it("waits for the scores of a call that has just ended", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    read.mockResolvedValueOnce({ ...SCORES, status: "pending", scores: [], at: null });
    show();
    expect(await screen.findByText("A model is about to score this call.")).toBeVisible();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await screen.findByText("It named the hour.")).toBeVisible();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(read).toHaveBeenCalledTimes(2);
  } finally {
    vi.useRealTimers();
  }
});

it("asks for no scores of a call that goes on", () => {
  show("waiting");
  expect(screen.getByText("Loading scores…")).toBeVisible();
  expect(read).not.toHaveBeenCalled();
});

it("offers to ask again if the API fails", async () => {
  read.mockRejectedValueOnce(new ApiFailure("away", "Away.", "Try again."));
  show();
  await userEvent.click(await screen.findByRole("button", { name: /again|retry/i }));
  expect(await screen.findByText("It named the hour.")).toBeVisible();
});
