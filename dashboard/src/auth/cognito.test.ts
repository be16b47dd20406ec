import { ErrorTimeout, User } from "oidc-client-ts";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { cognito, settings, type Manager } from "./cognito";
import type { CognitoConfig } from "./config";
import { SignInExpiredError } from "./provider";

const CONFIG: CognitoConfig = {
  auth: "cognito",
  authority: "https://idp.example.com/pool",
  clientId: "a client",
  domain: "https://sign-in.example.com",
};

function user(changed: Partial<ConstructorParameters<typeof User>[0]> = {}): User {
  return new User({
    id_token: "the-id-token",
    access_token: "the-access-token",
    refresh_token: "the-refresh-token",
    token_type: "Bearer",
    expires_at: 5000,
    userState: { place: "/flows/a" },
    profile: {
      sub: "u-1",
      iss: CONFIG.authority,
      aud: CONFIG.clientId,
      exp: 9000,
      iat: 1,
      email: "ann@example.com",
      "custom:organizationId": "acme",
    },
    ...changed,
  });
}

function without(name: "id_token" | "refresh_token"): User {
  return Object.assign(user(), { [name]: undefined });
}

/** As oidc-client-ts's, by name and property. */
function refusal(error: string): Error {
  return Object.assign(new Error(error), { name: "ErrorResponse", error });
}

describe("cognito", () => {
  const manager = {
    getUser: vi.fn<Manager["getUser"]>(),
    removeUser: vi.fn<Manager["removeUser"]>(),
    revokeTokens: vi.fn<Manager["revokeTokens"]>(),
    signinCallback: vi.fn<Manager["signinCallback"]>(),
    signinPopup: vi.fn<Manager["signinPopup"]>(),
    signinRedirect: vi.fn<Manager["signinRedirect"]>(),
    signinSilent: vi.fn<Manager["signinSilent"]>(),
  };
  const left = vi.fn<(url: string) => void>();
  const provider = cognito(manager, CONFIG, left);

  beforeEach(() => {
    vi.resetAllMocks();
    manager.removeUser.mockResolvedValue();
    manager.revokeTokens.mockResolvedValue();
  });

  it("requests a code with the organization's scope, without a discovery request", () => {
    const asked = settings(CONFIG, "https://site.example.com");
    expect(asked.scope?.split(" ")).toContain("profile");
    expect(asked.redirect_uri).toBe("https://site.example.com/signed-in");
    expect(asked.metadata?.token_endpoint).toBe("https://sign-in.example.com/oauth2/token");
    expect(asked.automaticSilentRenew).toBe(false);
  });

  it("reads the ID token and its user", async () => {
    manager.getUser.mockResolvedValue(user());
    expect(await provider.current()).toEqual({
      token: "the-id-token",
      expiresAt: 5000,
      user: { id: "u-1", email: "ann@example.com", organization: "acme" },
    });
  });

  it("has no sign-in without an ID token", async () => {
    manager.getUser.mockResolvedValueOnce(null);
    expect(await provider.current()).toBeNull();
    manager.getUser.mockResolvedValueOnce(without("id_token"));
    expect(await provider.current()).toBeNull();
  });

  it.each([undefined, "", 7])("reads the organization %j as none", async (organization) => {
    manager.getUser.mockResolvedValue(user({ profile: { ...user().profile, "custom:organizationId": organization } }));
    expect((await provider.current())?.user.organization).toBeNull();
  });

  it("sends the return address and reads it back", async () => {
    await provider.redirect("/flows/a");
    expect(manager.signinRedirect).toHaveBeenCalledWith({ state: { place: "/flows/a" } });
    manager.signinCallback.mockResolvedValue(user());
    expect(await provider.complete("https://site.example.com/signed-in?code=1&state=2")).toMatchObject({
      returnAddress: "/flows/a",
      signIn: { token: "the-id-token" },
    });
  });

  it("reports a sign-in in a popup", async () => {
    manager.signinCallback.mockResolvedValue(undefined);
    expect(await provider.complete("https://site.example.com/signed-in?code=1&state=2")).toBe("popup");
  });

  it("expires if the refresh token is refused", async () => {
    manager.getUser.mockResolvedValue(user());
    manager.signinSilent.mockRejectedValue(refusal("invalid_grant"));
    await expect(provider.renew()).rejects.toThrow(SignInExpiredError);
  });

  it("expires without a refresh token, and opens no frame", async () => {
    manager.getUser.mockResolvedValue(without("refresh_token"));
    await expect(provider.renew()).rejects.toThrow(SignInExpiredError);
    expect(manager.signinSilent).not.toHaveBeenCalled();
  });

  it("expires if the answer is another user's", async () => {
    manager.getUser.mockResolvedValue(user());
    manager.signinSilent.mockRejectedValue(new Error("sub in id_token does not match current sub"));
    await expect(provider.renew()).rejects.toThrow(SignInExpiredError);
  });

  it.each<Error>([
    new TypeError("Failed to fetch"),
    refusal("server_error"),
    new ErrorTimeout("Network timed out"),
    new Error("Bad Gateway (502)"),
    new Error("Invalid response Content-Type: text/html, from URL: https://sign-in.example.com/oauth2/token"),
  ])("does not expire if Cognito does not answer: %s", async (thrown) => {
    manager.getUser.mockResolvedValue(user());
    manager.signinSilent.mockRejectedValue(thrown);
    await expect(provider.renew()).rejects.toBe(thrown);
  });

  it("removes the tokens and signs out of Cognito, even if the revocation fails", async () => {
    manager.revokeTokens.mockRejectedValue(new TypeError("Failed to fetch"));
    await provider.signOut();
    expect(manager.removeUser).toHaveBeenCalled();
    const url = new URL(left.mock.calls[0]?.[0] ?? "");
    expect(url.origin + url.pathname).toBe("https://sign-in.example.com/logout");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: "a client",
      logout_uri: `${window.location.origin}/signed-out`,
    });
  });
});
