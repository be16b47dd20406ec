import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState, type ReactNode } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { AccessContext } from "../../access/access";
import { ApiFailure } from "../../api/failure";
import * as flows from "../../api/flows";
import * as requests from "../../api/calls/voices";
import type { VoicePreview } from "../../api/calls/voices";
import { caller } from "../../testing/callers";
import { readOf } from "../../testing/read-flow";
import { HearVoice } from "./HearVoice";
import { VoiceField } from "./VoiceField";

vi.mock("../../api/flows", { spy: true });
vi.mock("../../api/calls/voices", { spy: true });
const { listVoices, previewVoice } = vi.mocked(requests);
const { readFlow } = vi.mocked(flows);

/** What plays in place of a browser's sound, which jsdom does not have. */
class FakeSound {
  static readonly made: FakeSound[] = [];
  static refuses = false;
  onended: (() => void) | null = null;
  onerror: (() => void) | null = null;
  paused = false;

  constructor(readonly address: string) {
    FakeSound.made.push(this);
  }

  play() {
    return FakeSound.refuses ? Promise.reject(new Error("no sound")) : Promise.resolve();
  }

  pause() {
    this.paused = true;
  }
}

const SOUND: VoicePreview = { voice: "Vicki", contentType: "audio/mpeg", audio: btoa("sound") };

const revoke = vi.fn();

beforeEach(() => {
  vi.resetAllMocks();
  FakeSound.made.length = 0;
  FakeSound.refuses = false;
  vi.stubGlobal("Audio", FakeSound);
  URL.createObjectURL = vi.fn(() => `blob:${FakeSound.made.length}`);
  URL.revokeObjectURL = revoke;
  readFlow.mockResolvedValue(readOf("support"));
  previewVoice.mockResolvedValue(SOUND);
  listVoices.mockImplementation((language) =>
    Promise.resolve({
      engine: "polly",
      default: language === "tlh" ? null : "Vicki",
      missing: null,
      voices:
        language === "tlh"
          ? []
          : [{ id: "Vicki", name: "Vicki", language: "de-DE", engine: "generative", gender: "female" }],
    }),
  );
});

function Form({ flowId = "support", language = "" }: { flowId?: string; language?: string }) {
  const [voice, setVoice] = useState("");
  return <VoiceField speaker={{ flowId, language }} voice={voice} error={undefined} onVoice={setVoice} />;
}

function client() {
  return new QueryClient({ defaultOptions: { queries: { retry: false } } });
}

const shown = (children: ReactNode) => <QueryClientProvider client={client()}>{children}</QueryClientProvider>;

const hear = () => screen.findByRole("button", { name: /Hear it/ });

it("suggests the voices of the agent's language, and says what a voice of another name means", async () => {
  const { container } = render(shown(<Form language="de-DE" />));
  expect(
    await screen.findByText("1 voice for calls in German (Germany). If empty, the worker chooses one."),
  ).toBeVisible();
  expect(listVoices).toHaveBeenCalledWith("de-DE");
  const field = screen.getByLabelText("Voice");
  expect(field).toHaveAttribute("placeholder", "The worker's choice: Vicki");
  const option = container.querySelector("datalist option");
  expect([option?.getAttribute("value"), option?.textContent]).toEqual(["Vicki", "German (Germany), female"]);
  await userEvent.type(field, "My Own");
  expect(field).toHaveValue("My Own");
  expect(field).toHaveAccessibleDescription(/My Own is not among the known voices for German/);
});

it("takes the language of the flow where the agent has none", async () => {
  const read = readOf("support");
  readFlow.mockResolvedValue({ ...read, definition: { ...read.definition, language: "fr-FR" } });
  render(shown(<Form />));
  await waitFor(() => expect(listVoices).toHaveBeenCalledWith("fr-FR"));
  await userEvent.click(await hear());
  expect(previewVoice).toHaveBeenCalledWith("fr-FR", "");
});

it.each(["gone", ""])("takes the usual language where no flow can be read: '%s'", async (flowId) => {
  readFlow.mockRejectedValue(new ApiFailure("missing", "There is no flow gone.", ""));
  render(shown(<Form flowId={flowId} />));
  await waitFor(() => expect(listVoices).toHaveBeenCalledWith("en-US"));
});

it("says that no voice speaks a language, and waits for a whole tag of it", async () => {
  const { rerender } = render(shown(<Form language="tlh" />));
  expect(await screen.findByText(/No known voice speaks/)).toBeVisible();
  rerender(shown(<Form language="t" />));
  expect(listVoices).toHaveBeenCalledExactlyOnceWith("tlh");
});

it("offers nothing to hear where the installation has no voice to hear, and says the remedy", async () => {
  listVoices.mockResolvedValue({ engine: "piper", default: null, missing: "Install the voice.", voices: [] });
  render(shown(<Form language="en-US" />));
  expect(await screen.findByText(/Install the voice\./)).toBeVisible();
  expect(screen.queryByRole("button")).toBeNull();
});

it("plays a voice, says so, and stops by a second press", async () => {
  render(shown(<HearVoice speaker={{ flowId: "f", language: "de-DE" }} voice="Vicki" of="The line" />));
  const user = userEvent.setup();
  await user.tab();
  await user.keyboard("{Enter}");
  expect(previewVoice).toHaveBeenCalledExactlyOnceWith("de-DE", "Vicki");
  expect(await screen.findByText("Vicki speaks.")).toHaveRole("status");
  const stop = screen.getByRole("button", { name: "Stop: The line" });
  expect(stop).toHaveFocus();
  await user.keyboard("{Enter}");
  expect(FakeSound.made.map(({ paused }) => paused)).toEqual([true]);
  expect(revoke).toHaveBeenCalledTimes(1);
  expect(screen.getByRole("button", { name: "Hear it: The line" })).toHaveFocus();
  expect(screen.getByRole("status")).toHaveTextContent("");
});

it("is quiet again when the sound has ended", async () => {
  render(shown(<HearVoice speaker={{ flowId: "f", language: "de-DE" }} voice="" />));
  await userEvent.click(await hear());
  await screen.findByText("Vicki speaks.");
  act(() => FakeSound.made[0]?.onended?.());
  expect(await hear()).toBeVisible();
});

it("plays one voice at a time, and none that was asked for before another", async () => {
  let answer: (preview: VoicePreview) => void = () => undefined;
  previewVoice.mockReturnValueOnce(new Promise((done) => (answer = done)));
  render(
    shown(
      <>
        <HearVoice speaker={{ flowId: "f", language: "de-DE" }} voice="Hans" of="1" />
        <HearVoice speaker={{ flowId: "f", language: "de-DE" }} voice="Vicki" of="2" />
      </>,
    ),
  );
  await userEvent.click(screen.getByRole("button", { name: "Hear it: 1" }));
  expect(screen.getByText("Preparing the voice…")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Hear it: 2" }));
  await screen.findByText("Vicki speaks.");
  expect(screen.getByRole("button", { name: "Hear it: 1" })).toBeVisible();
  await act(() => {
    answer({ ...SOUND, voice: "Hans" });
    return Promise.resolve();
  });
  expect(FakeSound.made).toHaveLength(1);
  expect(screen.queryByText("Hans speaks.")).toBeNull();
});

it("ends the sound of a voice that is no longer chosen", async () => {
  const one = (voice: string) => <HearVoice speaker={{ flowId: "f", language: "de-DE" }} voice={voice} />;
  const queries = client();
  const { rerender, unmount } = render(<QueryClientProvider client={queries}>{one("Vicki")}</QueryClientProvider>);
  await userEvent.click(await hear());
  await screen.findByText("Vicki speaks.");
  rerender(<QueryClientProvider client={queries}>{one("Hans")}</QueryClientProvider>);
  expect(FakeSound.made[0]?.paused).toBe(true);
  await userEvent.click(await hear());
  await screen.findByText("Vicki speaks.");
  unmount();
  expect(FakeSound.made[1]?.paused).toBe(true);
});

it("says what the API refuses, and what the browser does not play", async () => {
  previewVoice.mockRejectedValueOnce(new ApiFailure("refused", "voice: polly has no such voice", ""));
  render(shown(<HearVoice speaker={{ flowId: "f", language: "de-DE" }} voice="Nobody" />));
  await userEvent.click(await hear());
  expect(await screen.findByText("voice: polly has no such voice")).toHaveRole("status");
  FakeSound.refuses = true;
  await userEvent.click(await hear());
  expect(await screen.findByText(/The browser has not played the sound/)).toBeVisible();
  FakeSound.refuses = false;
  await userEvent.click(await hear());
  await screen.findByText("Vicki speaks.");
  act(() => FakeSound.made.at(-1)?.onerror?.());
  expect(await screen.findByText(/The browser has not played the sound/)).toBeVisible();
});

it("is closed to a role that may not hear voices", async () => {
  const viewer = caller("viewer", { "POST /api/voices/preview": "author" });
  render(
    <AccessContext value={viewer}>
      {shown(<HearVoice speaker={{ flowId: "f", language: "de-DE" }} voice="" />)}
    </AccessContext>,
  );
  const button = await hear();
  expect(button).toHaveAttribute("aria-disabled", "true");
  await userEvent.click(button);
  expect(previewVoice).not.toHaveBeenCalled();
});
