import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, it, vi } from "vitest";
import { ApiFailure } from "../../api/failure";
import * as requests from "../../api/reports";
import type { CostPart, SessionCost } from "../../api/reports";
import { aSession } from "../../testing/sessions";
import { CostPanel } from "./CostPanel";

vi.mock("../../api/reports", { spy: true });
const { readCost } = vi.mocked(requests);

const part = (fields: Partial<CostPart>): CostPart => ({
  part: "platform",
  detail: null,
  quantity: "1",
  unit: "turn",
  price: "0.0000079",
  amount: "0.0000079",
  source: "measured",
  ...fields,
});
const COST: SessionCost = {
  currency: "USD",
  total: "0.0054479",
  parts: [
    part({
      part: "model",
      detail: "openai/gpt-4.1-mini",
      quantity: "1120",
      unit: "inputToken",
      price: "0.0000004",
      amount: "0.000448",
    }),
    part({ part: "speechToText", detail: "aws", quantity: "12.5", unit: "second", price: "0.0004", amount: "0.005" }),
    part({ part: "textToSpeech", unit: "character", quantity: null, price: null, amount: null, source: "unknown" }),
    part({ detail: "turns", source: "estimated" }),
  ],
};

beforeEach(() => {
  vi.resetAllMocks();
  readCost.mockResolvedValue(COST);
});

function show(session = aSession({ status: "completed" })) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <main>
        <CostPanel session={session} />
      </main>
    </QueryClientProvider>,
  );
}

const row = (name: RegExp) => screen.getByRole("row", { name });

it("shows each part with its quantity, its price for a usual unit, and its amount", async () => {
  show();
  await screen.findByRole("table", { name: "What this call costs" });
  expect(row(/^Language model ?openai\/gpt-4.1-mini/)).toHaveTextContent("1,120 tokens read$0.40 a million$0.000448");
  expect(row(/^Speech to text ?aws/)).toHaveTextContent("12.5 s of sound$0.024 a minute$0.0050");
  expect(row(/^Platform ?turns/)).toHaveTextContent("1 turnestimated$0.0079 for 1,000$0.000008");
});

it("says what is unknown, and that the total is without it", async () => {
  show();
  await screen.findByRole("table");
  expect(within(row(/^Text to speech/)).getByText("unknown")).toBeVisible();
  expect(within(row(/^Text to speech/)).getByText("not known")).toBeVisible();
  expect(row(/^Total/)).toHaveTextContent("without 1 part that has no amount$0.005448");
});

it("says of a call that goes on that it costs this so far", async () => {
  show(aSession({ status: "waiting" }));
  expect(await screen.findByText("The call goes on. This is its cost until the last turn.")).toBeVisible();
});

it("offers to read again what could not be read", async () => {
  readCost.mockRejectedValueOnce(new ApiFailure("away", "The API is away.", "Try later."));
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("table")).toBeVisible();
});

it("has no accessibility problem", async () => {
  show();
  await screen.findByRole("table");
  const { violations } = await axe.run(document.querySelector("main") ?? document.body, {
    rules: { "color-contrast": { enabled: false } },
  });
  expect(violations.map(({ id }) => id)).toEqual([]);
});
