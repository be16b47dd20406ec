import { describe, expect, it } from "vitest";
import { ConfigError, parseConfig, readConfig, SiteAwayError } from "./config";

const COGNITO = {
  auth: "cognito",
  authority: "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Abc",
  clientId: "a-client",
  domain: "https://callflow-dev-1.auth.eu-central-1.amazoncognito.com",
};

const answering =
  (body: string, status = 200) =>
  () =>
    Promise.resolve(new Response(body, { status }));

describe("config.json", () => {
  it("says that nobody needs to sign in", async () => {
    expect(await readConfig(answering('{"auth": "local", "more": 1}'))).toEqual({ auth: "local" });
  });

  it("says where one signs in", async () => {
    const read = { ...COGNITO, domain: `${COGNITO.domain}/` };
    expect(await readConfig(answering(JSON.stringify(read)))).toEqual(COGNITO);
  });

  it.each(["", "null", "[]", "<!doctype html>", '{"auth": "ldap"}', '{"auth": null}', '"local"'])(
    "that is %j is told to be wrong",
    async (body) => {
      await expect(readConfig(answering(body))).rejects.toThrow(ConfigError);
    },
  );

  it.each([403, 404])("that is missing (%i) is told to be missing", async (status) => {
    await expect(readConfig(answering("{}", status))).rejects.toThrow("This site has no config.json");
  });

  it.each([429, 500, 503])("that is away (%i) may come back", async (status) => {
    await expect(readConfig(answering("{}", status))).rejects.toThrow(SiteAwayError);
  });

  it("without a network may come back", async () => {
    await expect(readConfig(() => Promise.reject(new TypeError("Failed to fetch")))).rejects.toThrow(SiteAwayError);
  });

  it.each(["authority", "clientId", "domain"])("that lacks %s says so", (name) => {
    expect(() => parseConfig({ ...COGNITO, [name]: undefined })).toThrow(`lacks "${name}"`);
    expect(() => parseConfig({ ...COGNITO, [name]: 7 })).toThrow(`lacks "${name}"`);
  });

  it.each(["http://example.com", "javascript:alert(1)", "example.com", "http://127.0.0.1.example.com"])(
    "sends no password to %s",
    (domain) => {
      expect(() => parseConfig({ ...COGNITO, domain })).toThrow("no https address");
    },
  );
});
