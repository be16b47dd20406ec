import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, it, vi } from "vitest";
import { AccessContext } from "../access/access";
import * as requests from "../api/calls/live";
import type { LiveCall } from "../api/calls/live";
import { ApiFailure } from "../api/failure";
import type { Me } from "../api/me";
import type { Session } from "../api/types";
import * as reading from "../session/read/readSession";
import { caller } from "../testing/callers";
import { FakeRoom } from "../testing/fake-room";
import { savedSession } from "../testing/saved-session";
import { aTurn } from "../testing/sessions";
import LivePage from "./LivePage";

vi.mock("../api/calls/live", { spy: true });
vi.mock("../session/read/readSession", { spy: true });
const { liveCalls, supervise, whisper } = vi.mocked(requests);
const { readSession } = vi.mocked(reading);

const PHONE: LiveCall = {
  sessionId: "s-1",
  flowId: "support",
  flowName: "Support",
  flowVersion: 3,
  agentId: "line",
  channel: "phone",
  callerNumber: "+15550111",
  test: false,
  status: "waiting",
  startedAt: "2026-01-01T00:00:00Z",
  turn: 2,
  nodeId: "ask-name",
  worker: true,
  supervisors: [],
};
const CHAT: LiveCall = {
  ...PHONE,
  sessionId: "s-2",
  channel: "chat",
  callerNumber: null,
  agentId: null,
  nodeId: null,
  test: true,
  turn: 0,
  worker: null,
  supervisors: null,
};

/** The conversation follows its end by it. jsdom lays nothing out. */
class FakeObserver {
  observe = () => undefined;
  disconnect = () => undefined;
}

let room = new FakeRoom();

function shows(session: Session) {
  readSession.mockResolvedValue({ same: false, session, tag: '"1"' });
}

beforeEach(() => {
  vi.resetAllMocks();
  vi.stubGlobal("ResizeObserver", FakeObserver);
  history.replaceState(null, "", "/live");
  room = new FakeRoom();
  liveCalls.mockResolvedValue({ calls: [PHONE, CHAT], more: false });
  supervise.mockImplementation((_, mode) =>
    Promise.resolve({ token: "t", serverUrl: "ws://livekit", roomName: "r", identity: "supervisor-1", mode }),
  );
  whisper.mockResolvedValue();
  shows(savedSession([aTurn("t", { input: "Hello", response: "What is your name?" })]));
});

function show(me: Me | null = null) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <AccessContext value={me}>
        <main>
          <LivePage open={room.open} />
        </main>
      </AccessContext>
    </QueryClientProvider>,
  );
}

async function opened(me: Me | null = null) {
  history.replaceState(null, "", "/live?call=s-1");
  const shown = show(me);
  await screen.findByText("What is your name?");
  return shown;
}

it("lists the calls that are on, with who is in each", async () => {
  liveCalls.mockResolvedValue({
    calls: [
      {
        ...PHONE,
        supervisors: [
          { name: "ben", mode: "takeOver" },
          { name: "eve", mode: "listen" },
        ],
      },
      CHAT,
    ],
    more: true,
  });
  const { container } = show();
  const phone = within(await screen.findByRole("row", { name: /\+15550111/ }));
  expect(phone.getByRole("link", { name: "Support" })).toHaveAttribute("href", "/flows/support");
  for (const text of ["line", "Turn 2", "ask-name", "Agent", "ben has the call", "eve listens"]) {
    expect(phone.getByText(text)).toBeVisible();
  }
  const chat = within(screen.getByRole("row", { name: /Chat/ }));
  expect(chat.getByText("LiveKit gives no answer")).toBeVisible();
  expect(chat.getByText("Before its first turn")).toBeVisible();
  expect(screen.getByText(/2 calls on\. Only the newest 50/)).toBeVisible();
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
});

it("says that no call is on, and that the API is away", async () => {
  liveCalls.mockResolvedValue({ calls: [], more: false });
  const { unmount } = show();
  expect(await screen.findByRole("heading", { name: "No call is on" })).toBeVisible();
  unmount();
  liveCalls.mockRejectedValue(new ApiFailure("away", "The API is away.", "Wait."));
  show();
  expect(await screen.findByText("The API is away.")).toBeVisible();
});

it("shows what is said, and listens", async () => {
  const { container } = await opened();
  const panel = within(screen.getByRole("region", { name: "Call: +15550111" }));
  expect(panel.getByRole("link", { name: "Show the session" })).toHaveAttribute("href", "/sessions/s-1");
  await userEvent.click(panel.getByRole("button", { name: "Listen" }));
  expect(await panel.findByText("You are listening. Nobody in the call notices it.")).toBeVisible();
  expect(supervise).toHaveBeenCalledExactlyOnceWith("s-1", "listen");
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  await userEvent.click(panel.getByRole("button", { name: "Stop listening" }));
  expect(panel.getByText("You are not in this call.")).toBeVisible();
  expect(room.link.leave).toHaveBeenCalled();
});

it("takes a call over after a confirmation, mutes, and hands it back", async () => {
  await opened();
  await userEvent.click(screen.getByRole("button", { name: "Take over" }));
  const dialog = within(screen.getByRole("dialog", { name: "Take this call over?" }));
  await userEvent.click(dialog.getByRole("button", { name: "Cancel" }));
  expect(supervise).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: "Take over" }));
  await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Take over" }));
  expect(await screen.findByText(/You have the call\. The caller hears you/)).toBeVisible();
  expect(room.link.openMicrophone).toHaveBeenCalled();
  expect(screen.queryByRole("button", { name: "Listen" })).toBeNull();
  expect(screen.getByRole("button", { name: "Hand back" })).toHaveFocus();
  await userEvent.click(screen.getByRole("button", { name: "Mute" }));
  expect(screen.getByText(/your microphone is muted/)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Hand back" }));
  expect(screen.getByText("You are not in this call.")).toBeVisible();
});

it("says that somebody else has the call, and what the API refuses", async () => {
  liveCalls.mockResolvedValue({
    calls: [{ ...PHONE, supervisors: [{ name: "ben", mode: "takeOver" }] }],
    more: false,
  });
  supervise.mockRejectedValue(new ApiFailure("refused", "Nobody is in the room.", ""));
  await opened();
  expect(screen.getByText("ben has taken this call over.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Take over" })).toBeDisabled();
  await userEvent.click(screen.getByRole("button", { name: "Listen" }));
  expect(await screen.findByText("Nobody is in the room.")).toBeVisible();
});

it("plays the sound after a press where the browser asks for one", async () => {
  await opened();
  await userEvent.click(screen.getByRole("button", { name: "Listen" }));
  await screen.findByText(/You are listening/);
  await waitFor(() => {
    room.events.playback(false);
    expect(screen.getByText("The browser plays no sound before you allow it.")).toBeVisible();
  });
  await userEvent.click(screen.getByRole("button", { name: "Play the sound" }));
  expect(room.link.allowPlayback).toHaveBeenCalled();
  room.events.reconnecting();
  room.events.playback(true);
  expect(await screen.findByText(/The connection is lost/)).toBeVisible();
});

it("leaves a call that has ended", async () => {
  await opened();
  await userEvent.click(screen.getByRole("button", { name: "Listen" }));
  await screen.findByText(/You are listening/);
  shows(savedSession([aTurn("t", { input: "Bye" })], "completed"));
  expect(await screen.findByText("This call has ended.", {}, { timeout: 4000 })).toBeVisible();
  await waitFor(() => expect(room.link.leave).toHaveBeenCalled());
  expect(screen.queryByRole("button", { name: "Listen" })).toBeNull();
});

it("leaves with the page, and closes the panel", async () => {
  const { unmount } = await opened();
  await userEvent.click(screen.getByRole("button", { name: "Listen" }));
  await screen.findByText(/You are listening/);
  await userEvent.click(screen.getByRole("button", { name: "Close this call" }));
  expect(room.link.leave).toHaveBeenCalled();
  expect(window.location.search).toBe("");
  unmount();
});

it("whispers, and says what was sent and what was not", async () => {
  await opened();
  await userEvent.click(screen.getByRole("button", { name: "Whisper" }));
  expect(screen.getByText("Write what the agent should know.")).toBeVisible();
  const field = screen.getByLabelText("Whisper to the agent");
  await userEvent.type(field, "Offer a refund.");
  await userEvent.click(screen.getByRole("button", { name: "Whisper" }));
  expect(await screen.findByText("Sent: Offer a refund.")).toBeVisible();
  expect(whisper).toHaveBeenCalledExactlyOnceWith("s-1", "Offer a refund.");
  expect(field).toHaveValue("");
  whisper.mockRejectedValueOnce(new ApiFailure("refused", "No agent is in the room.", ""));
  await userEvent.type(field, "Again.");
  await userEvent.click(screen.getByRole("button", { name: "Whisper" }));
  expect(await screen.findByText("Not sent: No agent is in the room.")).toBeVisible();
  expect(field).toHaveValue("Again.");
});

it("offers no sound in a chat", async () => {
  history.replaceState(null, "", "/live?call=s-2");
  show();
  expect(await screen.findByText(/A chat has no sound/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Listen" })).toBeNull();
  expect(screen.getByRole("button", { name: "Whisper" })).toBeVisible();
});

it("lets a viewer listen, and neither take over nor whisper", async () => {
  await opened(caller("viewer", { "POST /api/flows/sessions/{sessionId}/whisper": "publisher" }));
  await userEvent.click(screen.getByRole("button", { name: "Take over" }));
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(screen.getByRole("button", { name: "Take over" })).toHaveAttribute("aria-disabled", "true");
  expect(screen.getByLabelText("Whisper to the agent")).toBeDisabled();
  await userEvent.click(screen.getByRole("button", { name: "Listen" }));
  expect(await screen.findByText(/You are listening/)).toBeVisible();
});
