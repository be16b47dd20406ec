import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { AuthState } from "../authentication";
import { AccountSlot, SignedIn } from "./SignedIn";

const stage = vi.hoisted(() => {
  const listeners = new Set<() => void>();
  return {
    state: null as AuthState | null,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell: () => {
      for (const listener of listeners) listener();
    },
    redirect: vi.fn<() => Promise<void>>(),
    signInByPopup: vi.fn<() => Promise<boolean>>(),
    signOut: vi.fn<() => Promise<void>>(),
  };
});

vi.mock("../instance", async () => {
  const { useSyncExternalStore } = await import("react");
  return {
    authentication: stage,
    useAuthState: () => useSyncExternalStore(stage.subscribe, () => stage.state),
  };
});

const WHO = { id: "u-1", email: "ann@example.com", organization: "acme" };

function setState(state: AuthState): void {
  act(() => {
    stage.state = state;
    stage.tell();
  });
}

function page() {
  const queries = new QueryClient();
  const invalidated = vi.spyOn(queries, "invalidateQueries");
  const { container } = render(
    <QueryClientProvider client={queries}>
      <SignedIn>
        <AccountSlot />
        <textarea aria-label="A draft" />
      </SignedIn>
    </QueryClientProvider>,
  );
  return { container, invalidated };
}

beforeEach(() => {
  vi.resetAllMocks();
  stage.state = { kind: "starting" };
});

describe("SignedIn", () => {
  it("shows the dashboard without an account if the site needs no sign-in", () => {
    stage.state = { kind: "open" };
    page();
    expect(screen.getByLabelText("A draft")).toBeVisible();
    expect(screen.queryByRole("button")).toBeNull();
  });

  it.each<[AuthState, string]>([
    [{ kind: "away" }, "Callflow is not responding"],
    [{ kind: "notSetUp", reason: "This site has no config.json." }, "This dashboard is not set up"],
    [{ kind: "redirecting" }, "Sign in to Callflow"],
    [{ kind: "refused", reason: "User is disabled." }, "Sign-in failed"],
    [{ kind: "signedOut" }, "You are signed out"],
    [{ kind: "popup" }, "You are signed in"],
    [{ kind: "signedIn", user: { ...WHO, organization: null }, expired: false }, "Your account has no organization"],
  ])("shows the state %o", async (state, title) => {
    stage.state = state;
    const { container } = page();
    expect(screen.getByRole("heading", { level: 1, name: title })).toHaveFocus();
    expect(screen.queryByLabelText("A draft")).toBeNull();
    if ("reason" in state) expect(screen.getByText(state.reason, { exact: false })).toBeVisible();
    const found = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(found.violations).toEqual([]);
  });

  it("redirects to sign in", async () => {
    stage.state = { kind: "signedOut" };
    page();
    await userEvent.click(screen.getByRole("button", { name: "Sign in again" }));
    expect(stage.redirect).toHaveBeenCalled();
  });

  it("shows the user and signs out", async () => {
    stage.state = { kind: "signedIn", user: WHO, expired: false };
    page();
    await userEvent.click(await screen.findByRole("button", { name: "Account: ann@example.com, acme" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Sign out" }));
    expect(stage.signOut).toHaveBeenCalled();
  });

  it("keeps unsaved text when the sign-in expires, and signs in by popup", async () => {
    stage.state = { kind: "signedIn", user: WHO, expired: false };
    const { invalidated } = page();
    await userEvent.type(screen.getByLabelText("A draft"), "my text");
    setState({ kind: "signedIn", user: WHO, expired: true });
    expect(screen.getByRole("alert")).toHaveTextContent("Your sign-in has expired.");
    stage.signInByPopup.mockResolvedValue(true);
    await userEvent.click(screen.getByRole("button", { name: "Sign in again" }));
    expect(invalidated).toHaveBeenCalled();
    setState({ kind: "signedIn", user: WHO, expired: false });
    expect(screen.queryByRole("alert")).toBeNull();
    expect(screen.getByLabelText("A draft")).toHaveValue("my text");
  });

  it("explains what to do if the popup does not open", async () => {
    stage.state = { kind: "signedIn", user: WHO, expired: true };
    page();
    stage.signInByPopup.mockRejectedValue(new Error("Attempted to navigate on a disposed window"));
    await userEvent.click(screen.getByRole("button", { name: "Sign in again" }));
    expect(await screen.findByText(/Allow pop-ups for this site/)).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Leave this page to sign in" }));
    expect(stage.redirect).toHaveBeenCalled();
  });
});
