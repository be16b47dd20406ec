/** Reads the sign-in settings of this site, /config.json. */
import { texts } from "../texts";

const { config: messages } = texts.auth;

export type Config = { auth: "local" } | CognitoConfig;

export interface CognitoConfig {
  auth: "cognito";
  /** The issuer of the tokens. */
  authority: string;
  clientId: string;
  /** The address of the pages for signing in and out. */
  domain: string;
}

/** The site is not set up. A retry does not help. The message is shown to the user. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** The site did not answer. A retry may succeed. */
export class SiteAwayError extends Error {
  override readonly name = "SiteAwayError";
}

export async function readConfig(get: typeof fetch = fetch): Promise<Config> {
  let response: Response;
  try {
    response = await get("/config.json");
  } catch (thrown) {
    throw new SiteAwayError("config.json", { cause: thrown });
  }
  if (response.status >= 500 || response.status === 429) throw new SiteAwayError(`config.json: ${response.status}`);
  if (!response.ok) throw new ConfigError(messages.missing);
  return parseConfig(await response.json().catch(() => null));
}

export function parseConfig(read: unknown): Config {
  if (typeof read !== "object" || read === null || !("auth" in read)) {
    throw new ConfigError(messages.unreadable);
  }
  const { auth } = read;
  if (auth === "local") return { auth };
  if (auth !== "cognito") throw new ConfigError(messages.unknownAuth);
  return {
    auth,
    authority: address(read, "authority"),
    clientId: text(read, "clientId"),
    domain: address(read, "domain"),
  };
}

function text(read: object, name: string): string {
  const value: unknown = new Map<string, unknown>(Object.entries(read)).get(name);
  if (typeof value === "string" && value !== "") return value;
  throw new ConfigError(messages.lacks(name));
}

/** An address that receives passwords and tokens: https, or this machine. */
function address(read: object, name: string): string {
  const value = text(read, name);
  const url = URL.canParse(value) ? new URL(value) : null;
  const safe = url?.protocol === "https:" || (url?.protocol === "http:" && url.hostname === "127.0.0.1");
  if (!safe) throw new ConfigError(messages.notHttps(name));
  return value.replace(/\/+$/, "");
}
