import { describe, expect, test } from "vitest";
import { runDoctor } from "../../../../src/auth/doctor/doctor.ts";
import type { Check, DoctorInputs } from "../../../../src/auth/doctor/check.ts";
import { DiagnosticsError } from "../../../../src/model/diagnostic.ts";
import { memoryStore } from "../tokens/memory-store.ts";
import { NOW, TOKEN, HEALTHY } from "./healthy.ts";

describe("what is wrong is said with its remedy", () => {
  const rows: readonly (readonly [string, Partial<DoctorInputs>, Check])[] = [
    [
      "Node is too old",
      { versions: { node: "v20.9.1", dimctl: "0.1.0", neededNode: "20.19" } },
      {
        name: "versions",
        ok: "fail",
        detail: "dimctl 0.1.0 on Node v20.9.1: too old",
        remedy: "install Node 20.19 or newer",
      },
    ],
    [
      "the configuration is wrong",
      {
        configuration: {
          ...HEALTHY.configuration,
          diagnostics: [{ code: "x", severity: "error", summary: "Bad key.", hint: "Remove it." }],
        },
      },
      { name: "configuration", ok: "fail", detail: "Bad key.", remedy: "Remove it." },
    ],
    [
      "a variable is misspelt",
      { env: { ...HEALTHY.env, DIMENSIONS_CLIENT_SECERT: "hunter2" } },
      {
        name: "environment",
        ok: "warn",
        detail:
          "set: DIMENSIONS_CLIENT_ID, DIMENSIONS_CLIENT_SECERT, DIMENSIONS_CLIENT_SECRET, 1 of DIMCTL_SECRET_…",
        remedy: "unknown: DIMENSIONS_CLIENT_SECERT; correct the spelling or unset",
      },
    ],
    [
      "the store cannot be locked",
      {
        store: {
          ...memoryStore(),
          exclusive: async () => {
            throw new DiagnosticsError([
              { code: "x", severity: "error", summary: "others can read it", hint: "chmod 600 it" },
            ]);
          },
        },
      },
      { name: "state store", ok: "fail", detail: "others can read it", remedy: "chmod 600 it" },
    ],
    [
      "a host does not answer",
      {
        probe: async () => {
          throw new TypeError("fetch failed", {
            cause: Object.assign(new Error("x"), { code: "ENOTFOUND" }),
          });
        },
      },
      {
        name: "API host",
        ok: "fail",
        detail: "https://api.example did not reply: ENOTFOUND",
        remedy: "check the network, the proxy and DIMENSIONS_API_URL",
      },
    ],
    [
      "a host is not https; its address, which may hold a password, is not shown",
      { configuration: { ...HEALTHY.configuration, login: "https://me:hunter2@login.example" } },
      {
        name: "login host",
        ok: "fail",
        detail: "not an https URL: no token is sent there",
        remedy: "set DIMENSIONS_LOGIN_URL or dimctl.yaml to an https URL without user name and password",
      },
    ],
    [
      "the service has a fault",
      { probe: async () => ({ status: 503, durationMs: 9 }) },
      {
        name: "API host",
        ok: "warn",
        detail: "https://api.example replied 503 in 9 ms",
        remedy: "server error: try again later",
      },
    ],
    [
      "the clock is wrong",
      { probe: async () => ({ status: 200, durationMs: 9, date: NOW + 600_000 }) },
      {
        name: "clock",
        ok: "fail",
        detail: "this machine is 600 seconds behind the service",
        remedy: "synchronise this machine's clock (NTP)",
      },
    ],
    [
      "no token found",
      { token: async () => ({ source: "none", renewable: false }) },
      {
        name: "token",
        ok: "fail",
        detail: "no token found",
        remedy: "run `dimctl login`, or set DIMENSIONS_REFRESH_TOKEN",
      },
    ],
    [
      "the token is expired for good",
      { token: async () => ({ source: "DIMENSIONS_ACCESS_TOKEN", expiresAt: NOW, renewable: false }) },
      {
        name: "token",
        ok: "fail",
        detail: "from DIMENSIONS_ACCESS_TOKEN, expired, not renewable",
        remedy: "run `dimctl login`, or set DIMENSIONS_REFRESH_TOKEN",
      },
    ],
    [
      "the token cannot be renewed without the client",
      { env: {}, token: async () => ({ source: "DIMENSIONS_REFRESH_TOKEN", renewable: true }) },
      {
        name: "token",
        ok: "warn",
        detail: "from DIMENSIONS_REFRESH_TOKEN, used up on first use",
        remedy: "set DIMENSIONS_CLIENT_ID and DIMENSIONS_CLIENT_SECRET: required to renew the token",
      },
    ],
    [
      "the service refuses to be read",
      {
        customers: () => ({
          [Symbol.asyncIterator]: () => ({
            next: async () => await Promise.reject(new Error("GET /customers: 401")),
          }),
        }),
      },
      {
        name: "customers",
        ok: "fail",
        detail: "GET /customers: 401",
        remedy: "fix the checks above first",
      },
    ],
    [
      "the token is not for provisioning",
      { token: async () => ({ ...TOKEN, scopes: ["openid"] }) },
      {
        name: "write permission",
        ok: "fail",
        detail: "token lacks scope onboarding",
        remedy: "run `dimctl login` as a user with the API Administrator role",
      },
    ],
  ];

  test.for(rows)("%s", async ([, changes, expected]) => {
    const checks = await runDoctor({ ...HEALTHY, ...changes });
    expect(checks.find(({ name }) => name === expected.name)).toEqual(expected);
    expect(JSON.stringify(checks)).not.toContain("hunter2");
  });
});
