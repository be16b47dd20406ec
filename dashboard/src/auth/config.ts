/** What this site's /config.json says about signing in. */

export type Config = { auth: "local" } | CognitoConfig;

export interface CognitoConfig {
  auth: "cognito";
  /** Who issues the tokens. */
  authority: string;
  clientId: string;
  /** Where the pages for signing in and out are. */
  domain: string;
}

/** The site is not set up. It will not mend itself. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** The site did not answer. It may yet. */
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
  if (!response.ok) throw new ConfigError("This site has no config.json, which tells how to sign in.");
  return parseConfig(await response.json().catch(() => null));
}

export function parseConfig(read: unknown): Config {
  if (typeof read !== "object" || read === null || !("auth" in read)) {
    throw new ConfigError("The config.json of this site cannot be read.");
  }
  const { auth } = read;
  if (auth === "local") return { auth };
  if (auth !== "cognito")
    throw new ConfigError("The config.json of this site knows another way to sign in than this page.");
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
  throw new ConfigError(`The config.json of this site lacks "${name}".`);
}

/** Passwords and tokens go there: by TLS, or to this machine alone. */
function address(read: object, name: string): string {
  const value = text(read, name);
  const url = URL.canParse(value) ? new URL(value) : null;
  const safe = url?.protocol === "https:" || (url?.protocol === "http:" && url.hostname === "127.0.0.1");
  if (!safe) throw new ConfigError(`"${name}" in the config.json of this site is no https address.`);
  return value.replace(/\/+$/, "");
}
