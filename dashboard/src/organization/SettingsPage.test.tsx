import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, it, vi } from "vitest";
import { ApiFailure } from "../api/failure";
import * as requests from "../api/organization";
import type { Settings, WebhookDelivery } from "../api/organization";
import SettingsPage from "./SettingsPage";

vi.mock("../api/organization", { spy: true });
const {
  readSettings,
  saveSettings,
  listSecrets,
  saveSecret,
  deleteSecret,
  saveWebhookSecret,
  testWebhook,
  listDeliveries,
  redeliver,
} = vi.mocked(requests);

const SETTINGS: Settings = {
  transfers: { countries: ["US"], prefixes: [], sipDomains: [] },
  webhook: { url: "https://crm.example/hook", events: ["session.ended"] },
  retentionDays: null,
  redact: [],
  language: "en-US",
  timeZone: "UTC",
  prices: {
    models: { "groq/big": { input: 1, output: 2 } },
    speechToText: {},
    textToSpeech: { "aws/neural": 12 },
    telephonyMinute: null,
    livekitMinute: 0,
    platformTurn: null,
    platformSession: null,
    workerMinute: null,
  },
};
const DELIVERY: WebhookDelivery = {
  eventId: "event_1",
  type: "session.ended",
  sessionId: "session_1",
  flowId: "support",
  at: "2026-01-03T00:00:00Z",
  triedAt: "2026-01-03T00:00:30Z",
  attempts: 2,
  status: 500,
  problem: "the webhook answered 500",
};

beforeEach(() => {
  vi.resetAllMocks();
  readSettings.mockResolvedValue(SETTINGS);
  saveSettings.mockImplementation((body) => Promise.resolve({ ...SETTINGS, ...body } as Settings));
  listSecrets.mockResolvedValue({
    secrets: [{ name: "CRM_TOKEN", setAt: "2026-01-02T00:00:00Z" }],
    webhookSecret: null,
    operatorsWebhook: false,
  });
  saveSecret.mockResolvedValue();
  deleteSecret.mockResolvedValue();
  saveWebhookSecret.mockResolvedValue();
  listDeliveries.mockResolvedValue([DELIVERY]);
});

async function show() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <main>
        <SettingsPage />
      </main>
    </QueryClientProvider>,
  );
  await screen.findByRole("heading", { name: "Webhook" });
  await screen.findByText("CRM_TOKEN");
  await screen.findByText("session.ended");
}

it("has no accessibility problem", async () => {
  await show();
  const { violations } = await axe.run(document.querySelector("main") ?? document.body, {
    rules: { "color-contrast": { enabled: false } },
  });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

it("saves all settings at once, and the test goes to what is saved", async () => {
  const user = userEvent.setup();
  await show();
  await user.click(screen.getByLabelText("A session starts"));
  const turns = screen.getByLabelText("A turn is done, with its words");
  expect(screen.queryByText(/six requests a minute/)).toBeNull();
  await user.click(turns);
  expect(screen.getByText(/six requests a minute/)).toBeInTheDocument();
  await user.click(turns);
  await user.type(screen.getByLabelText("Days an ended session can be read"), "30");
  await user.click(screen.getByLabelText("Card numbers"));
  expect(screen.getByRole("button", { name: "Send a test event" })).toBeDisabled();
  await user.click(screen.getByRole("button", { name: "Save settings" }));
  expect(saveSettings).toHaveBeenCalledWith({
    ...SETTINGS,
    webhook: { url: "https://crm.example/hook", events: ["session.started", "session.ended"] },
    retentionDays: 30,
    redact: ["card"],
  });
  expect(await screen.findByText("The settings are saved.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Send a test event" })).toBeEnabled();
});

it("shows what the API says at its field", async () => {
  const user = userEvent.setup();
  const problems = [
    { field: "webhook.url", message: "must begin with https://" },
    { field: "transfers.countries.1", message: "must be two capitals" },
  ];
  saveSettings.mockRejectedValue(new ApiFailure("refused", "Two fields are wrong.", "", problems));
  await show();
  await user.click(screen.getByRole("button", { name: "Save settings" }));
  expect(await screen.findByText("must begin with https://")).toBeVisible();
  expect(screen.getByLabelText("Address")).toHaveAttribute("aria-invalid", "true");
  expect(screen.getByText("must be two capitals")).toBeVisible();
});

it("sends nothing that cannot be right", async () => {
  const user = userEvent.setup();
  await show();
  await user.type(screen.getByLabelText("Days an ended session can be read"), "0");
  await user.click(screen.getByLabelText("A session ends"));
  await user.click(screen.getByRole("button", { name: "Save settings" }));
  expect(screen.getByText("Write a whole number from 1 to 3650.")).toBeVisible();
  expect(screen.getByText("Choose at least one event.")).toBeVisible();
  expect(saveSettings).not.toHaveBeenCalled();
});

it("shows the answer to a test event", async () => {
  const user = userEvent.setup();
  await show();
  testWebhook.mockResolvedValueOnce({ status: 204, problem: null, millis: 42 });
  await user.click(screen.getByRole("button", { name: "Send a test event" }));
  expect(await screen.findByText("The receiver answered 204 in 42 ms.")).toBeVisible();
  testWebhook.mockResolvedValueOnce({ status: 401, problem: "the webhook answered 401", millis: 7 });
  await user.click(screen.getByRole("button", { name: "Send a test event" }));
  expect(await screen.findByText("The receiver did not take the event.")).toBeVisible();
});

it("generates a signing secret, saves it, and forgets it", async () => {
  const user = userEvent.setup();
  await show();
  expect(screen.getByText("Not set. Without it nothing is sent.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Generate" }));
  const field = screen.getByLabelText("New secret");
  expect(field).toHaveAttribute("type", "text");
  const part = within(screen.getByRole("region", { name: "Signing secret" }));
  await user.click(part.getByRole("button", { name: "Save secret" }));
  expect(saveWebhookSecret).toHaveBeenCalledWith(expect.stringMatching(/^[0-9a-f]{64}$/));
  expect(await screen.findByText(/^The secret is saved/)).toBeVisible();
  expect(field).toHaveValue("");
});

it("sets and removes a secret of tools, and shows no value", async () => {
  const user = userEvent.setup();
  await show();
  const part = within(screen.getByRole("region", { name: "Secrets of tools" }));
  expect(part.getByLabelText("Value")).toHaveAttribute("type", "password");
  await user.type(part.getByLabelText("Name"), "SHOP_KEY");
  await user.type(part.getByLabelText("Value"), "hunter2");
  await user.click(part.getByRole("button", { name: "Save secret" }));
  expect(saveSecret).toHaveBeenCalledWith("SHOP_KEY", "hunter2");
  expect(await part.findByText(/^SHOP_KEY is saved/)).toBeVisible();
  expect(part.getByLabelText("Value")).toHaveValue("");
  await user.click(part.getByRole("button", { name: "Remove CRM_TOKEN" }));
  await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Remove" }));
  expect(deleteSecret).toHaveBeenCalledWith("CRM_TOKEN");
});

it("sends a delivery again, and says why it cannot", async () => {
  const user = userEvent.setup();
  await show();
  redeliver.mockResolvedValueOnce({ status: 204, problem: null, millis: 3 });
  const again = screen.getByRole("button", { name: /^Send session.ended of/ });
  await user.click(again);
  expect(redeliver).toHaveBeenCalledWith("event_1");
  expect(await screen.findByText("The event was sent again, and the receiver took it.")).toBeVisible();
  redeliver.mockRejectedValueOnce(new ApiFailure("refused", "The session of this event is gone.", ""));
  await user.click(again);
  expect(await screen.findByText("The session of this event is gone.")).toBeVisible();
});
