import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { eraseCaller, eraseSession } from "../../api/erasure";
import { ApiFailure } from "../../api/failure";
import { EraseButton } from "./Erase";

vi.mock("../../api/erasure", { spy: true });
const session = vi.mocked(eraseSession);
const caller = vi.mocked(eraseCaller);

beforeEach(() => {
  vi.resetAllMocks();
  history.replaceState(null, "", "/sessions/s1");
});

async function opened(callerNumber?: string, status: "completed" | "waiting" = "completed") {
  const known = callerNumber === undefined ? {} : { callerNumber };
  render(
    <QueryClientProvider client={new QueryClient()}>
      <EraseButton session={{ sessionId: "s1", status, ...known }} />
    </QueryClientProvider>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Erase…" }));
}

describe("the button that erases a session", () => {
  it("asks before it erases, and then opens the list", async () => {
    session.mockResolvedValue([]);
    await opened();
    expect(screen.getByRole("dialog", { name: "Erase this session?" })).toHaveAccessibleDescription(
      "This cannot be undone.",
    );
    expect(session).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole("button", { name: "Erase session" }));
    await vi.waitFor(() => expect(location.pathname).toBe("/sessions"));
    expect(session).toHaveBeenCalledWith("s1");
    expect(caller).not.toHaveBeenCalled();
  });

  it("erases nothing if the person cancels", async () => {
    await opened("+15550199");
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(session).not.toHaveBeenCalled();
    expect(location.pathname).toBe("/sessions/s1");
  });

  it("erases all sessions of a caller only if that is chosen", async () => {
    caller.mockResolvedValue(3);
    await opened("+15550199");
    expect(screen.getByRole("radio", { name: "This session" })).toBeChecked();
    await userEvent.click(screen.getByRole("radio", { name: "All sessions of +15550199" }));
    await userEvent.click(screen.getByRole("button", { name: "Erase all sessions" }));
    await vi.waitFor(() => expect(location.pathname).toBe("/sessions"));
    expect(caller).toHaveBeenCalledWith("+15550199", expect.any(Function));
    expect(session).not.toHaveBeenCalled();
  });

  it("offers no caller where the session has no number", async () => {
    await opened();
    expect(screen.queryByRole("radio")).not.toBeInTheDocument();
  });

  it("says how many sessions are erased while it goes on", async () => {
    caller.mockImplementation((_, onErased) => {
      onErased(12);
      return new Promise(() => undefined);
    });
    await opened("+15550199");
    await userEvent.click(screen.getByRole("radio", { name: /All sessions/ }));
    await userEvent.click(screen.getByRole("button", { name: "Erase all sessions" }));
    expect(await screen.findByText("12 sessions erased so far.")).toBeVisible();
  });

  it("says that an open call ends", async () => {
    await opened(undefined, "waiting");
    expect(screen.getByText("The call is still open. It ends when the caller speaks next.")).toBeVisible();
  });

  it("stays open with the reason if it fails, and can be pressed again", async () => {
    session.mockRejectedValueOnce(new ApiFailure("refused", "The store does not answer.", "")).mockResolvedValue([]);
    await opened();
    await userEvent.click(screen.getByRole("button", { name: "Erase session" }));
    expect(await screen.findByText("The store does not answer.")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Erase session" }));
    await vi.waitFor(() => expect(location.pathname).toBe("/sessions"));
    expect(session).toHaveBeenCalledTimes(2);
  });
});
