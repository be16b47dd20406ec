import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiFailure } from "../api/failure";
import { testOfSession } from "../api/flow-tests";
import { MakeTestButton, TestNotMade, useMakeTest } from "./MakeTest";

vi.mock("../api/flow-tests", { spy: true });
const made = vi.mocked(testOfSession);

beforeEach(() => {
  vi.resetAllMocks();
  history.replaceState(null, "", "/sessions/s1");
});

function Page() {
  const making = useMakeTest({ flowId: "support", sessionId: "s1" });
  return (
    <>
      <MakeTestButton making={making} />
      <TestNotMade making={making} />
    </>
  );
}

function show() {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Page />
    </QueryClientProvider>,
  );
}

describe("the press that makes a test of a session", () => {
  it("opens the test", async () => {
    made.mockResolvedValue({ testId: "s1", updatedAt: "", name: "Call", turns: [{ say: "hello" }] });
    show();
    await userEvent.click(screen.getByRole("button", { name: "Make a test" }));
    await vi.waitFor(() => expect(location.pathname + location.search).toBe("/flows/support/tests?test=s1"));
    expect(made).toHaveBeenCalledWith("support", "s1");
  });

  it("says why there is none", async () => {
    made.mockRejectedValue(new ApiFailure("refused", "The session has no turn that a test can repeat.", ""));
    show();
    await userEvent.click(screen.getByRole("button", { name: "Make a test" }));
    expect(await screen.findByText("The session has no turn that a test can repeat.")).toBeVisible();
    expect(location.pathname).toBe("/sessions/s1");
  });
});
