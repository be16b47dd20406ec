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
  it("is read for a site without sign-in", async () => {
    expect(await readConfig(answering('{"auth": "local", "more": 1}'))).toEqual({ auth: "local" });
  });

  it("is read for a site with sign-in", async () => {
    const read = { ...COGNITO, domain: `${COGNITO.domain}/` };
    expect(await readConfig(answering(JSON.stringify(read)))).toEqual(COGNITO);
  });

  it.each(["", "null", "[]", "<!doctype html>", '{"auth": "ldap"}', '{"auth": null}', '"local"'])(
    "is refused if it is %j",
    async (body) => {
      await expect(readConfig(answering(body))).rejects.toThrow(ConfigError);
    },
  );

  it.each([403, 404])("is reported as missing: %i", async (status) => {
    await expect(readConfig(answering("{}", status))).rejects.toThrow("This site has no config.json");
  });

  it.each([429, 500, 503])("may be retried: %i", async (status) => {
    await expect(readConfig(answering("{}", status))).rejects.toThrow(SiteAwayError);
  });

  it("may be retried without a network", async () => {
    await expect(readConfig(() => Promise.reject(new TypeError("Failed to fetch")))).rejects.toThrow(SiteAwayError);
  });

  it.each(["authority", "clientId", "domain"])("is refused without %s", (name) => {
    expect(() => parseConfig({ ...COGNITO, [name]: undefined })).toThrow(`does not contain "${name}"`);
    expect(() => parseConfig({ ...COGNITO, [name]: 7 })).toThrow(`does not contain "${name}"`);
  });

  it.each(["http://example.com", "javascript:alert(1)", "example.com", "http://127.0.0.1.example.com"])(
    "is refused with the insecure address %s",
    (domain) => {
      expect(() => parseConfig({ ...COGNITO, domain })).toThrow("not an HTTPS address");
    },
  );
});
