/** The Cognito adapter: OIDC's code flow with PKCE by oidc-client-ts. The library loads only if the site needs a sign-in. */
import { texts } from "../texts";
import type { User as OidcUser, UserManager, UserManagerSettings } from "oidc-client-ts";
import type { CognitoConfig } from "./config";
import { SignInExpiredError, type CompletedSignIn, type Provider, type SignIn } from "./provider";
import { SIGNED_IN, SIGNED_OUT } from "./return-address";

/** The part of the library that is used here. */
export type Manager = Pick<
  UserManager,
  "getUser" | "removeUser" | "revokeTokens" | "signinCallback" | "signinPopup" | "signinRedirect" | "signinSilent"
>;

export async function connect(config: CognitoConfig): Promise<Provider> {
  const { UserManager, WebStorageStateStore } = await import("oidc-client-ts");
  const userStore = new WebStorageStateStore({ store: window.sessionStorage });
  return cognito(new UserManager({ ...settings(config, window.location.origin), userStore }), config);
}

export function settings(config: CognitoConfig, origin: string): UserManagerSettings {
  return {
    authority: config.authority,
    client_id: config.clientId,
    redirect_uri: origin + SIGNED_IN,
    popup_redirect_uri: origin + SIGNED_IN,
    // `profile` includes custom attributes, such as the organization.
    scope: "openid email profile",
    // Cognito's paths are fixed, so the discovery document is not requested.
    metadata: {
      issuer: config.authority,
      authorization_endpoint: `${config.domain}/oauth2/authorize`,
      token_endpoint: `${config.domain}/oauth2/token`,
      revocation_endpoint: `${config.domain}/oauth2/revoke`,
    },
    // The next request renews an expired token. A timer does not run on a sleeping machine.
    automaticSilentRenew: false,
    revokeTokenTypes: ["refresh_token"],
    requestTimeoutInSeconds: 10,
  };
}

export function cognito(
  manager: Manager,
  config: CognitoConfig,
  leaveTo = (url: string) => {
    window.location.assign(url);
  },
): Provider {
  return {
    async current() {
      return signInOf(await manager.getUser());
    },
    async redirect(returnAddress) {
      await manager.signinRedirect({ state: { place: returnAddress } });
    },
    async signInByPopup() {
      return required(signInOf(await manager.signinPopup()));
    },
    async complete(url): Promise<CompletedSignIn> {
      const user = await manager.signinCallback(url);
      if (user === undefined) return "popup";
      return { signIn: required(signInOf(user)), returnAddress: returnAddressOf(user.state) };
    },
    async renew() {
      const user = await manager.getUser();
      if (user?.refresh_token === undefined) throw new SignInExpiredError("there is no refresh token");
      try {
        return required(signInOf(await manager.signinSilent()));
      } catch (thrown) {
        if (isTemporary(thrown)) throw thrown;
        throw new SignInExpiredError(String(thrown), { cause: thrown });
      }
    },
    async signOut() {
      // Without a revocation, the refresh token stays valid for a day. If the revocation fails, the user still signs out.
      await manager.revokeTokens(["refresh_token"]).catch(() => undefined);
      await manager.removeUser();
      const query = new URLSearchParams({
        client_id: config.clientId,
        logout_uri: window.location.origin + SIGNED_OUT,
      });
      leaveTo(`${config.domain}/logout?${query.toString()}`);
    },
  };
}

function signInOf(user: OidcUser | null): SignIn | null {
  if (user?.id_token === undefined) return null;
  const { sub, email, ["custom:organizationId"]: organization } = user.profile;
  return {
    // Only the ID token has the organization's claim, which API Gateway's authorizer checks.
    token: user.id_token,
    // The access token's expiry by this machine's clock. infra/sign-in.yaml gives both tokens the same lifetime.
    expiresAt: user.expires_at ?? 0,
    user: {
      id: sub,
      email: email ?? sub,
      organization: typeof organization === "string" && organization !== "" ? organization : null,
    },
  };
}

function required(signIn: SignIn | null): SignIn {
  if (signIn === null) throw new Error(texts.auth.noIdToken);
  return signIn;
}

function returnAddressOf(state: unknown): unknown {
  return typeof state === "object" && state !== null && "place" in state ? state.place : null;
}

/** Whether a retry may succeed. If not, the provider refused, or its answer belongs to another sign-in. */
function isTemporary(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if (thrown instanceof TypeError || thrown.name === "ErrorTimeout") return true;
  if ("error" in thrown) return thrown.error === "server_error" || thrown.error === "temporarily_unavailable";
  // oidc-client-ts has no code for an answer that is not OAuth's, such as a gateway's. Only the message identifies it.
  return /\((429|5\d\d)\)|Content-Type/.test(thrown.message);
}
