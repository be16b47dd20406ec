/** Signing in by Cognito's pages: OIDC's code flow with PKCE, by oidc-client-ts, which loads only where it is needed. */
import type { User, UserManager, UserManagerSettings } from "oidc-client-ts";
import type { CognitoConfig } from "./config";
import { SIGNED_IN, SIGNED_OUT } from "./place";
import { SignInEndedError, type Finished, type Provider, type SignIn } from "./provider";

/** The part of it that is used here. */
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
    // The organization is a custom attribute, which comes with `profile`.
    scope: "openid email profile",
    // As Cognito has them; so nothing has to be asked for before.
    metadata: {
      issuer: config.authority,
      authorization_endpoint: `${config.domain}/oauth2/authorize`,
      token_endpoint: `${config.domain}/oauth2/token`,
      revocation_endpoint: `${config.domain}/oauth2/revoke`,
    },
    // When a request needs it: a timer does not wake a sleeping machine.
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
      return signIn(await manager.getUser());
    },
    async go(place) {
      await manager.signinRedirect({ state: { place } });
    },
    async goBeside() {
      return known(signIn(await manager.signinPopup()));
    },
    async finish(url): Promise<Finished> {
      const user = await manager.signinCallback(url);
      if (user === undefined) return "beside";
      return { signIn: known(signIn(user)), place: placeOf(user.state) };
    },
    async renew() {
      const user = await manager.getUser();
      if (user?.refresh_token === undefined) throw new SignInEndedError("there is nothing to renew it with");
      try {
        return known(signIn(await manager.signinSilent()));
      } catch (thrown) {
        if (mayPass(thrown)) throw thrown;
        throw new SignInEndedError(String(thrown), { cause: thrown });
      }
    },
    async leave() {
      // It would be good for another day. Where that cannot be told, one signs out all the same.
      await manager.revokeTokens(["refresh_token"]).catch(() => undefined);
      await manager.removeUser();
      const asked = new URLSearchParams({
        client_id: config.clientId,
        logout_uri: window.location.origin + SIGNED_OUT,
      });
      leaveTo(`${config.domain}/logout?${asked.toString()}`);
    },
  };
}

function signIn(user: User | null): SignIn | null {
  if (user?.id_token === undefined) return null;
  const { sub, email, ["custom:organizationId"]: organization } = user.profile;
  return {
    // Not the access token: API Gateway's authorizer and the organization's claim are about this one.
    token: user.id_token,
    // Of the access token, by this machine's clock; infra/sign-in.yaml gives both the same time.
    expiresAt: user.expires_at ?? 0,
    who: {
      subject: sub,
      email: email ?? sub,
      organization: typeof organization === "string" && organization !== "" ? organization : null,
    },
  };
}

function known(given: SignIn | null): SignIn {
  if (given === null) throw new Error("There was no ID token in the answer.");
  return given;
}

function placeOf(state: unknown): unknown {
  return typeof state === "object" && state !== null && "place" in state ? state.place : null;
}

/** It may pass by itself. Else the answer was no, or one that fits no sign-in of this page: only signing in again helps. */
function mayPass(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if (thrown instanceof TypeError || thrown.name === "ErrorTimeout") return true;
  if ("error" in thrown) return thrown.error === "server_error" || thrown.error === "temporarily_unavailable";
  // oidc-client-ts's words for an answer that is none of OAuth's, such as a gateway's.
  return /\((429|5\d\d)\)|Content-Type/.test(thrown.message);
}
