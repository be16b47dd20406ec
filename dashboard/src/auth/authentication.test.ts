import { beforeEach, describe, expect, it, vi } from "vitest";
import { ConfigError, SiteAwayError, type Config } from "./config";
import { Authentication, type AuthState } from "./authentication";
import { SignInExpiredError, type Provider, type SignIn } from "./provider";

const COGNITO: Config = { auth: "cognito", authority: "https://a", clientId: "c", domain: "https://d" };
const ANN = { id: "u-1", email: "ann@example.com", organization: "acme" };
const NOW = 10_000;

function signIn(token: string, secondsLeft = 3600): SignIn {
  return { token, expiresAt: NOW + secondsLeft, user: ANN };
}

const provider = {
  current: vi.fn<Provider["current"]>(),
  redirect: vi.fn<Provider["redirect"]>(),
  signInByPopup: vi.fn<Provider["signInByPopup"]>(),
  complete: vi.fn<Provider["complete"]>(),
  renew: vi.fn<Provider["renew"]>(),
  signOut: vi.fn<Provider["signOut"]>(),
};
const readConfig = vi.fn<() => Promise<Config>>();
const replaceAddress = vi.fn<(place: string) => void>();
const wait = vi.fn<(seconds: number) => Promise<void>>();

function authenticationAt(address: string): { authentication: Authentication; stood: AuthState["kind"][] } {
  const location = new URL(address, window.location.origin);
  const authentication = new Authentication({
    readConfig,
    connect: () => Promise.resolve(provider),
    location,
    replaceAddress,
    now: () => NOW,
    wait,
  });
  const stood: AuthState["kind"][] = [];
  authentication.subscribe(() => stood.push(authentication.get().kind));
  return { authentication, stood };
}

async function signedIn(signIn: SignIn): Promise<Authentication> {
  provider.current.mockResolvedValue(signIn);
  const { authentication } = authenticationAt("/flows");
  await authentication.start();
  return authentication;
}

beforeEach(() => {
  vi.resetAllMocks();
  readConfig.mockResolvedValue(COGNITO);
  provider.current.mockResolvedValue(null);
  provider.redirect.mockResolvedValue();
  wait.mockResolvedValue();
});

describe("start", () => {
  it("opens a site that needs no sign-in", async () => {
    readConfig.mockResolvedValue({ auth: "local" });
    const { authentication } = authenticationAt("/signed-in");
    await authentication.start();
    expect(authentication.get()).toEqual({ kind: "open" });
    expect(await authentication.token()).toBeNull();
  });

  it("reports a site that is not set up, and does not retry", async () => {
    readConfig.mockRejectedValue(new ConfigError("This site has no config.json."));
    const { authentication } = authenticationAt("/");
    await authentication.start();
    expect(authentication.get()).toEqual({ kind: "notSetUp", reason: "This site has no config.json." });
    expect(readConfig).toHaveBeenCalledTimes(1);
  });

  it("retries a site that does not answer, with growing delays", async () => {
    for (let away = 0; away < 5; away++) readConfig.mockRejectedValueOnce(new SiteAwayError("away"));
    const { authentication, stood } = authenticationAt("/");
    await authentication.start();
    expect(stood).toEqual(["away", "away", "away", "away", "away", "redirecting"]);
    expect(wait.mock.calls.flat()).toEqual([1, 2, 4, 5, 5]);
    expect(authentication.get().kind).toBe("redirecting");
  });

  it("redirects an unknown user to sign in, and back to the current address", async () => {
    const { authentication } = authenticationAt("/flows/a%2Fb/test?x=1#y");
    await authentication.start();
    expect(provider.redirect).toHaveBeenCalledWith("/flows/a%2Fb/test?x=1#y");
    expect(authentication.get()).toEqual({ kind: "redirecting" });
  });

  it("reports a redirect that fails", async () => {
    provider.redirect.mockRejectedValue(new Error("Crypto.subtle is available only in secure contexts (HTTPS)."));
    const { authentication } = authenticationAt("/");
    await authentication.start();
    expect(authentication.get()).toMatchObject({ kind: "refused" });
  });

  it("resumes the sign-in of this tab", async () => {
    const authentication = await signedIn(signIn("t"));
    expect(authentication.get()).toEqual({ kind: "signedIn", user: ANN, expired: false });
    expect(provider.renew).not.toHaveBeenCalled();
    expect(await authentication.token()).toBe("t");
  });

  it("renews a token that expired while the tab was suspended", async () => {
    provider.renew.mockResolvedValue(signIn("new"));
    const authentication = await signedIn(signIn("old", -100));
    expect(await authentication.token()).toBe("new");
  });

  it("redirects to sign in if the sign-in expired while the tab was suspended", async () => {
    provider.renew.mockRejectedValue(new SignInExpiredError("revoked"));
    const authentication = await signedIn(signIn("old", -100));
    expect(authentication.get()).toEqual({ kind: "redirecting" });
  });

  it("retries, and does not redirect, if Cognito does not answer", async () => {
    provider.renew.mockRejectedValueOnce(new TypeError("Failed to fetch")).mockResolvedValueOnce(signIn("new"));
    const authentication = await signedIn(signIn("old", -100));
    expect(provider.redirect).not.toHaveBeenCalled();
    expect(await authentication.token()).toBe("new");
  });
});

describe("completing a sign-in", () => {
  it("returns to the address before the sign-in", async () => {
    provider.complete.mockResolvedValue({ signIn: signIn("t"), returnAddress: "/sessions/s-1?turn=2" });
    const { authentication } = authenticationAt("/signed-in?code=1&state=2");
    await authentication.start();
    expect(provider.complete).toHaveBeenCalledWith(`${window.location.origin}/signed-in?code=1&state=2`);
    expect(replaceAddress).toHaveBeenCalledWith("/sessions/s-1?turn=2");
    expect(authentication.get()).toMatchObject({ kind: "signedIn" });
  });

  it("does not return to another site's address in the state", async () => {
    provider.complete.mockResolvedValue({ signIn: signIn("t"), returnAddress: "//evil.example.com" });
    const { authentication } = authenticationAt("/signed-in?code=1&state=2");
    await authentication.start();
    expect(replaceAddress).toHaveBeenCalledWith("/");
  });

  it("reports an error instead of a code", async () => {
    provider.complete.mockRejectedValue(new Error("User is disabled."));
    const { authentication } = authenticationAt("/signed-in?error=access_denied&state=2");
    await authentication.start();
    expect(authentication.get()).toEqual({ kind: "refused", reason: "User is disabled." });
  });

  it("resumes if the address is loaded again", async () => {
    provider.complete.mockRejectedValue(new Error("No matching state found in storage"));
    provider.current.mockResolvedValue(signIn("t"));
    const { authentication } = authenticationAt("/signed-in?code=1&state=2");
    await authentication.start();
    expect(replaceAddress).toHaveBeenCalledWith("/");
    expect(authentication.get()).toMatchObject({ kind: "signedIn" });
  });

  it("reports a popup's sign-in as a popup", async () => {
    provider.complete.mockResolvedValue("popup");
    const { authentication } = authenticationAt("/signed-in?code=1&state=2");
    await authentication.start();
    expect(authentication.get()).toEqual({ kind: "popup" });
  });
});

describe("signed out", () => {
  it("stays signed out until the user signs in again", async () => {
    const { authentication } = authenticationAt("/signed-out");
    await authentication.start();
    expect(authentication.get()).toEqual({ kind: "signedOut" });
    expect(provider.redirect).not.toHaveBeenCalled();
    await authentication.redirect();
    expect(provider.redirect).toHaveBeenCalledWith("/");
  });
});

describe("the token", () => {
  it("is renewed a minute before it expires, once for all requests", async () => {
    const authentication = await almostExpired(59);
    provider.renew.mockResolvedValue(signIn("new"));
    expect(await Promise.all([authentication.token(), authentication.token(), authentication.token()])).toEqual([
      "new",
      "new",
      "new",
    ]);
    expect(provider.renew).toHaveBeenCalledTimes(1);
  });

  it("is used until it expires while Cognito does not answer", async () => {
    const authentication = await almostExpired(30);
    provider.renew.mockRejectedValue(new TypeError("Failed to fetch"));
    expect(await authentication.token()).toBe("old");
    expect(authentication.get()).toMatchObject({ expired: false });
  });

  it("is not used after it expired; the sign-in does not expire while Cognito does not answer", async () => {
    const authentication = await almostExpired(-1);
    provider.renew.mockRejectedValue(new TypeError("Failed to fetch"));
    await expect(authentication.token()).rejects.toThrow("Failed to fetch");
    expect(authentication.get()).toMatchObject({ expired: false });
  });

  it("expires without closing the page", async () => {
    const authentication = await almostExpired(30);
    provider.renew.mockRejectedValue(new SignInExpiredError("revoked"));
    expect(await authentication.token()).toBeNull();
    expect(authentication.get()).toEqual({ kind: "signedIn", user: ANN, expired: true });
    expect(await authentication.token()).toBeNull();
    expect(provider.redirect).not.toHaveBeenCalled();
  });

  it("is renewed once after the API refused it", async () => {
    const authentication = await signedIn(signIn("old"));
    provider.renew.mockResolvedValue(signIn("new"));
    expect(await Promise.all([authentication.tokenAfter("old"), authentication.tokenAfter("old")])).toEqual([
      "new",
      "new",
    ]);
    // Sent before, and refused only now.
    expect(await authentication.tokenAfter("old")).toBe("new");
    expect(provider.renew).toHaveBeenCalledTimes(1);
  });

  it("has no successor after the sign-in has expired", async () => {
    const authentication = await signedIn(signIn("old"));
    provider.renew.mockRejectedValue(new SignInExpiredError("revoked"));
    expect(await authentication.tokenAfter("old")).toBeNull();
    expect(authentication.get()).toMatchObject({ expired: true });
  });
});

describe("signInByPopup", () => {
  it("resumes the expired sign-in", async () => {
    const authentication = await signedIn(signIn("old"));
    authentication.expire();
    provider.signInByPopup.mockResolvedValue(signIn("new"));
    expect(await authentication.signInByPopup()).toBe(true);
    expect(authentication.get()).toEqual({ kind: "signedIn", user: ANN, expired: false });
    expect(await authentication.token()).toBe("new");
  });

  it.each([
    { id: "u-2", organization: "acme" },
    { id: "u-1", organization: "another" },
  ])("refuses another user's sign-in: %o", async (changed) => {
    const authentication = await signedIn(signIn("old"));
    authentication.expire();
    provider.signInByPopup.mockResolvedValue({ ...signIn("new"), user: { ...ANN, ...changed } });
    expect(await authentication.signInByPopup()).toBe(false);
    expect(authentication.get()).toMatchObject({ expired: true });
  });
});

/** A sign-in whose token has these seconds left. */
async function almostExpired(secondsLeft: number): Promise<Authentication> {
  const almost = signIn("old");
  const authentication = await signedIn(almost);
  almost.expiresAt = NOW + secondsLeft;
  return authentication;
}
