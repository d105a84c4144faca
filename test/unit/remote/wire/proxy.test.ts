import { describe, expect, test } from "vitest";
import { listSecretValues, makeRedactor } from "../../../../src/auth/secrets/redact.ts";
import { proxyFor } from "../../../../src/model/network/proxy.ts";

const API = "https://api.na.myreports.cloud";

describe("which proxy a connection takes", () => {
  test.each<[string, Record<string, string>, unknown]>([
    ["no variable", {}, undefined],
    ["an empty one", { HTTPS_PROXY: " " }, undefined],
    ["upper case", { HTTPS_PROXY: "http://proxy.example:3128" }, { uri: "http://proxy.example:3128" }],
    ["lower case", { https_proxy: "http://proxy.example:3128/" }, { uri: "http://proxy.example:3128" }],
    [
      "lower case first",
      { HTTPS_PROXY: "http://upper.example", https_proxy: "http://lower.example" },
      { uri: "http://lower.example" },
    ],
    ["no scheme", { HTTPS_PROXY: "proxy.example:3128" }, { uri: "http://proxy.example:3128" }],
    ["a proxy behind TLS", { HTTPS_PROXY: "https://proxy.example" }, { uri: "https://proxy.example" }],
    ["only HTTP_PROXY", { HTTP_PROXY: "http://proxy.example" }, { uri: "http://proxy.example" }],
    [
      "HTTPS_PROXY before HTTP_PROXY",
      { HTTP_PROXY: "http://plain.example", HTTPS_PROXY: "http://proxy.example" },
      { uri: "http://proxy.example" },
    ],
    [
      "a user and a password",
      { HTTPS_PROXY: "http://us%40er:p%C3%A4ss@proxy.example" },
      {
        uri: "http://proxy.example",
        token: `Basic ${Buffer.from("us@er:päss").toString("base64")}`,
      },
    ],
    [
      "a user alone",
      { HTTPS_PROXY: "user@proxy.example" },
      { uri: "http://proxy.example", token: `Basic ${Buffer.from("user:").toString("base64")}` },
    ],
    ["no URL", { HTTPS_PROXY: "http://:::" }, { unusable: "HTTPS_PROXY" }],
    ["a kind that is not spoken", { HTTPS_PROXY: "socks5://proxy.example" }, { unusable: "HTTPS_PROXY" }],
  ])("%s", (_, env, expected) => {
    expect(proxyFor(API, env)).toEqual(expected);
  });

  test.each(["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:9", "https://localhost"])(
    "%s: this machine is never behind a proxy",
    (address) => expect(proxyFor(address, { HTTPS_PROXY: "http://proxy.example" })).toBe(undefined),
  );
});

describe("NO_PROXY", () => {
  test.each<[string, string, boolean]>([
    ["*", API, true],
    ["other.example, *", API, true],
    ["api.na.myreports.cloud", API, true],
    ["API.NA.MyReports.Cloud", API, true],
    ["api.na.myreports.cloud.", API, true],
    ["myreports.cloud", API, true],
    [".myreports.cloud", API, true],
    ["*.myreports.cloud", API, true],
    ["reports.cloud", API, false],
    ["na.myreports.cloud.evil.example", API, false],
    ["a.example b.example,.myreports.cloud", API, true],
    ["api.na.myreports.cloud:443", API, true],
    ["api.na.myreports.cloud:8443", API, false],
    ["api.na.myreports.cloud:8443", "https://api.na.myreports.cloud:8443", true],
    ["10.0.0.7", "https://10.0.0.7", true],
    ["10.0.0.7:443", "https://10.0.0.8", false],
    ["[2001:db8::1]", "https://[2001:db8::1]", true],
    ["2001:db8::1", "https://[2001:db8::1]", true],
    ["[2001:db8::1]:8443", "https://[2001:db8::1]:8443", true],
    ["[2001:db8::1]:8443", "https://[2001:db8::1]", false],
    ["", API, false],
    [",. ,", API, false],
  ])("%j and %s: exempt %s", (list, address, exempt) => {
    const proxy = { HTTPS_PROXY: "http://proxy.example" };
    expect(proxyFor(address, { ...proxy, NO_PROXY: list }) === undefined).toBe(exempt);
    expect(proxyFor(address, { ...proxy, no_proxy: list }) === undefined).toBe(exempt);
  });
});

test("the password of a proxy is masked: as written, decoded, and in the header", () => {
  const env = { https_proxy: "http://user:hunter%232long@proxy.example:3128" };
  const header = Buffer.from("user:hunter#2long").toString("base64");
  const { redact } = makeRedactor(listSecretValues(env));
  expect(redact(`${env.https_proxy} hunter#2long ${header}`)).toBe(
    "http://user:[hidden]@proxy.example:3128 [hidden] [hidden]",
  );
});
