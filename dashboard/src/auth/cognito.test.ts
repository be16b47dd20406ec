import { ErrorTimeout, User } from "oidc-client-ts";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { cognito, settings, type Manager } from "./cognito";
import type { CognitoConfig } from "./config";
import { SignInEndedError } from "./provider";

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

  it("asks for a code, with the organization's scope, and for nothing beforehand", () => {
    const asked = settings(CONFIG, "https://site.example.com");
    expect(asked.scope?.split(" ")).toContain("profile");
    expect(asked.redirect_uri).toBe("https://site.example.com/signed-in");
    expect(asked.metadata?.token_endpoint).toBe("https://sign-in.example.com/oauth2/token");
    expect(asked.automaticSilentRenew).toBe(false);
  });

  it("takes the ID token and who it is about", async () => {
    manager.getUser.mockResolvedValue(user());
    expect(await provider.current()).toEqual({
      token: "the-id-token",
      expiresAt: 5000,
      who: { subject: "u-1", email: "ann@example.com", organization: "acme" },
    });
  });

  it("knows nobody without an ID token", async () => {
    manager.getUser.mockResolvedValueOnce(null);
    expect(await provider.current()).toBeNull();
    manager.getUser.mockResolvedValueOnce(without("id_token"));
    expect(await provider.current()).toBeNull();
  });

  it.each([undefined, "", 7])("takes the organization %j for none", async (organization) => {
    manager.getUser.mockResolvedValue(user({ profile: { ...user().profile, "custom:organizationId": organization } }));
    expect((await provider.current())?.who.organization).toBeNull();
  });

  it("takes the place along and brings it back", async () => {
    await provider.go("/flows/a");
    expect(manager.signinRedirect).toHaveBeenCalledWith({ state: { place: "/flows/a" } });
    manager.signinCallback.mockResolvedValue(user());
    expect(await provider.finish("https://site.example.com/signed-in?code=1&state=2")).toMatchObject({
      place: "/flows/a",
      signIn: { token: "the-id-token" },
    });
  });

  it("hands a sign-in of a window of its own to the page that opened it", async () => {
    manager.signinCallback.mockResolvedValue(undefined);
    expect(await provider.finish("https://site.example.com/signed-in?code=1&state=2")).toBe("beside");
  });

  it("has ended when the refresh token is refused", async () => {
    manager.getUser.mockResolvedValue(user());
    manager.signinSilent.mockRejectedValue(refusal("invalid_grant"));
    await expect(provider.renew()).rejects.toThrow(SignInEndedError);
  });

  it("has ended when there is no refresh token, and opens no frame for it", async () => {
    manager.getUser.mockResolvedValue(without("refresh_token"));
    await expect(provider.renew()).rejects.toThrow(SignInEndedError);
    expect(manager.signinSilent).not.toHaveBeenCalled();
  });

  it("has ended when the answer is another one's", async () => {
    manager.getUser.mockResolvedValue(user());
    manager.signinSilent.mockRejectedValue(new Error("sub in id_token does not match current sub"));
    await expect(provider.renew()).rejects.toThrow(SignInEndedError);
  });

  it.each<Error>([
    new TypeError("Failed to fetch"),
    refusal("server_error"),
    new ErrorTimeout("Network timed out"),
    new Error("Bad Gateway (502)"),
    new Error("Invalid response Content-Type: text/html, from URL: https://sign-in.example.com/oauth2/token"),
  ])("has not ended when Cognito is away: %s", async (thrown) => {
    manager.getUser.mockResolvedValue(user());
    manager.signinSilent.mockRejectedValue(thrown);
    await expect(provider.renew()).rejects.toBe(thrown);
  });

  it("forgets the tokens, and signs out there, even when they cannot be revoked", async () => {
    manager.revokeTokens.mockRejectedValue(new TypeError("Failed to fetch"));
    await provider.leave();
    expect(manager.removeUser).toHaveBeenCalled();
    const url = new URL(left.mock.calls[0]?.[0] ?? "");
    expect(url.origin + url.pathname).toBe("https://sign-in.example.com/logout");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: "a client",
      logout_uri: `${window.location.origin}/signed-out`,
    });
  });
});
