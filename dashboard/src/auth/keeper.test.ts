import { beforeEach, describe, expect, it, vi } from "vitest";
import { ConfigError, SiteAwayError, type Config } from "./config";
import { Keeper, type Standing } from "./keeper";
import { SignInEndedError, type Provider, type SignIn } from "./provider";

const COGNITO: Config = { auth: "cognito", authority: "https://a", clientId: "c", domain: "https://d" };
const ANN = { subject: "u-1", email: "ann@example.com", organization: "acme" };
const NOW = 10_000;

function signIn(token: string, secondsLeft = 3600): SignIn {
  return { token, expiresAt: NOW + secondsLeft, who: ANN };
}

const provider = {
  current: vi.fn<Provider["current"]>(),
  go: vi.fn<Provider["go"]>(),
  goBeside: vi.fn<Provider["goBeside"]>(),
  finish: vi.fn<Provider["finish"]>(),
  renew: vi.fn<Provider["renew"]>(),
  leave: vi.fn<Provider["leave"]>(),
};
const readConfig = vi.fn<() => Promise<Config>>();
const replace = vi.fn<(place: string) => void>();
const wait = vi.fn<(seconds: number) => Promise<void>>();

function keeperAt(address: string): { keeper: Keeper; stood: Standing["kind"][] } {
  const location = new URL(address, window.location.origin);
  const keeper = new Keeper({
    readConfig,
    connect: () => Promise.resolve(provider),
    location,
    replace,
    now: () => NOW,
    wait,
  });
  const stood: Standing["kind"][] = [];
  keeper.subscribe(() => stood.push(keeper.now().kind));
  return { keeper, stood };
}

async function signedIn(given: SignIn): Promise<Keeper> {
  provider.current.mockResolvedValue(given);
  const { keeper } = keeperAt("/flows");
  await keeper.start();
  return keeper;
}

beforeEach(() => {
  vi.resetAllMocks();
  readConfig.mockResolvedValue(COGNITO);
  provider.current.mockResolvedValue(null);
  provider.go.mockResolvedValue();
  wait.mockResolvedValue();
});

describe("at start", () => {
  it("lets everyone in where nobody needs to sign in", async () => {
    readConfig.mockResolvedValue({ auth: "local" });
    const { keeper } = keeperAt("/signed-in");
    await keeper.start();
    expect(keeper.now()).toEqual({ kind: "open" });
    expect(await keeper.bearer()).toBeNull();
  });

  it("says what is wrong with the site, and asks no more", async () => {
    readConfig.mockRejectedValue(new ConfigError("This site has no config.json."));
    const { keeper } = keeperAt("/");
    await keeper.start();
    expect(keeper.now()).toEqual({ kind: "notSetUp", why: "This site has no config.json." });
    expect(readConfig).toHaveBeenCalledTimes(1);
  });

  it("asks a site that is away until it is back, ever more seldom", async () => {
    for (let away = 0; away < 5; away++) readConfig.mockRejectedValueOnce(new SiteAwayError("away"));
    const { keeper, stood } = keeperAt("/");
    await keeper.start();
    expect(stood).toEqual(["away", "away", "away", "away", "away", "going"]);
    expect(wait.mock.calls.flat()).toEqual([1, 2, 4, 5, 5]);
    expect(keeper.now().kind).toBe("going");
  });

  it("sends a stranger to sign in, from where they are", async () => {
    const { keeper } = keeperAt("/flows/a%2Fb/test?x=1#y");
    await keeper.start();
    expect(provider.go).toHaveBeenCalledWith("/flows/a%2Fb/test?x=1#y");
    expect(keeper.now()).toEqual({ kind: "going" });
  });

  it("says so when the way there is barred", async () => {
    provider.go.mockRejectedValue(new Error("Crypto.subtle is available only in secure contexts (HTTPS)."));
    const { keeper } = keeperAt("/");
    await keeper.start();
    expect(keeper.now()).toMatchObject({ kind: "refused" });
  });

  it("goes on with who is signed in in this tab", async () => {
    const keeper = await signedIn(signIn("t"));
    expect(keeper.now()).toEqual({ kind: "signedIn", who: ANN, ended: false });
    expect(provider.renew).not.toHaveBeenCalled();
    expect(await keeper.bearer()).toBe("t");
  });

  it("renews what has expired while the tab slept", async () => {
    provider.renew.mockResolvedValue(signIn("new"));
    const keeper = await signedIn(signIn("old", -100));
    expect(await keeper.bearer()).toBe("new");
  });

  it("sends to sign in whose sign-in has ended while the tab slept", async () => {
    provider.renew.mockRejectedValue(new SignInEndedError("revoked"));
    const keeper = await signedIn(signIn("old", -100));
    expect(keeper.now()).toEqual({ kind: "going" });
  });

  it("sends nobody away because Cognito does not answer", async () => {
    provider.renew.mockRejectedValueOnce(new TypeError("Failed to fetch")).mockResolvedValueOnce(signIn("new"));
    const keeper = await signedIn(signIn("old", -100));
    expect(provider.go).not.toHaveBeenCalled();
    expect(await keeper.bearer()).toBe("new");
  });
});

describe("back from signing in", () => {
  it("is where one came from", async () => {
    provider.finish.mockResolvedValue({ signIn: signIn("t"), place: "/sessions/s-1?turn=2" });
    const { keeper } = keeperAt("/signed-in?code=1&state=2");
    await keeper.start();
    expect(provider.finish).toHaveBeenCalledWith(`${window.location.origin}/signed-in?code=1&state=2`);
    expect(replace).toHaveBeenCalledWith("/sessions/s-1?turn=2");
    expect(keeper.now()).toMatchObject({ kind: "signedIn" });
  });

  it("is nowhere that somebody else wrote into the state", async () => {
    provider.finish.mockResolvedValue({ signIn: signIn("t"), place: "//evil.example.com" });
    const { keeper } = keeperAt("/signed-in?code=1&state=2");
    await keeper.start();
    expect(replace).toHaveBeenCalledWith("/");
  });

  it("says what came back instead of a code", async () => {
    provider.finish.mockRejectedValue(new Error("User is disabled."));
    const { keeper } = keeperAt("/signed-in?error=access_denied&state=2");
    await keeper.start();
    expect(keeper.now()).toEqual({ kind: "refused", why: "User is disabled." });
  });

  it("goes on when the address is loaded again", async () => {
    provider.finish.mockRejectedValue(new Error("No matching state found in storage"));
    provider.current.mockResolvedValue(signIn("t"));
    const { keeper } = keeperAt("/signed-in?code=1&state=2");
    await keeper.start();
    expect(replace).toHaveBeenCalledWith("/");
    expect(keeper.now()).toMatchObject({ kind: "signedIn" });
  });

  it("leaves the rest to the page that opened the window", async () => {
    provider.finish.mockResolvedValue("beside");
    const { keeper } = keeperAt("/signed-in?code=1&state=2");
    await keeper.start();
    expect(keeper.now()).toEqual({ kind: "beside" });
  });
});

describe("signed out", () => {
  it("stays on its page until one signs in again", async () => {
    const { keeper } = keeperAt("/signed-out");
    await keeper.start();
    expect(keeper.now()).toEqual({ kind: "signedOut" });
    expect(provider.go).not.toHaveBeenCalled();
    await keeper.go();
    expect(provider.go).toHaveBeenCalledWith("/");
  });
});

describe("the token", () => {
  it("is renewed a minute before it expires, once for all who ask", async () => {
    const keeper = await almostExpired(59);
    provider.renew.mockResolvedValue(signIn("new"));
    expect(await Promise.all([keeper.bearer(), keeper.bearer(), keeper.bearer()])).toEqual(["new", "new", "new"]);
    expect(provider.renew).toHaveBeenCalledTimes(1);
  });

  it("is used to its end while Cognito is away", async () => {
    const keeper = await almostExpired(30);
    provider.renew.mockRejectedValue(new TypeError("Failed to fetch"));
    expect(await keeper.bearer()).toBe("old");
    expect(keeper.now()).toMatchObject({ ended: false });
  });

  it("is not used beyond it: Cognito is away, and nobody is signed out by that", async () => {
    const keeper = await almostExpired(-1);
    provider.renew.mockRejectedValue(new TypeError("Failed to fetch"));
    await expect(keeper.bearer()).rejects.toThrow("Failed to fetch");
    expect(keeper.now()).toMatchObject({ ended: false });
  });

  it("ends, and leaves the page standing", async () => {
    const keeper = await almostExpired(30);
    provider.renew.mockRejectedValue(new SignInEndedError("revoked"));
    expect(await keeper.bearer()).toBeNull();
    expect(keeper.now()).toEqual({ kind: "signedIn", who: ANN, ended: true });
    expect(await keeper.bearer()).toBeNull();
    expect(provider.go).not.toHaveBeenCalled();
  });

  it("that was refused is renewed once", async () => {
    const keeper = await signedIn(signIn("old"));
    provider.renew.mockResolvedValue(signIn("new"));
    expect(await Promise.all([keeper.after("old"), keeper.after("old")])).toEqual(["new", "new"]);
    // Sent before, and refused only now.
    expect(await keeper.after("old")).toBe("new");
    expect(provider.renew).toHaveBeenCalledTimes(1);
  });

  it("that was refused has no next one when the sign-in has ended", async () => {
    const keeper = await signedIn(signIn("old"));
    provider.renew.mockRejectedValue(new SignInEndedError("revoked"));
    expect(await keeper.after("old")).toBeNull();
    expect(keeper.now()).toMatchObject({ ended: true });
  });
});

describe("signing in again beside the page", () => {
  it("goes on where it ended", async () => {
    const keeper = await signedIn(signIn("old"));
    keeper.end();
    provider.goBeside.mockResolvedValue(signIn("new"));
    expect(await keeper.goBeside()).toBe(true);
    expect(keeper.now()).toEqual({ kind: "signedIn", who: ANN, ended: false });
    expect(await keeper.bearer()).toBe("new");
  });

  it.each([
    { subject: "u-2", organization: "acme" },
    { subject: "u-1", organization: "another" },
  ])("shows nobody what belongs to somebody else: %o", async (changed) => {
    const keeper = await signedIn(signIn("old"));
    keeper.end();
    provider.goBeside.mockResolvedValue({ ...signIn("new"), who: { ...ANN, ...changed } });
    expect(await keeper.goBeside()).toBe(false);
    expect(keeper.now()).toMatchObject({ ended: true });
  });
});

/** Signed in with time left, which then ran out to what is given. */
async function almostExpired(secondsLeft: number): Promise<Keeper> {
  const given = signIn("old");
  const keeper = await signedIn(given);
  given.expiresAt = NOW + secondsLeft;
  return keeper;
}
