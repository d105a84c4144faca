import { expect, test } from "vitest";
import { runDoctor } from "../../../../src/auth/doctor/doctor.ts";
import { HEALTHY } from "./healthy.ts";

test("a healthy set-up is ok line by line, and names no value", async () => {
  expect(await runDoctor(HEALTHY)).toEqual([
    { name: "versions", ok: "ok", detail: "dimctl 0.1.0 on Node v20.19.0" },
    { name: "configuration", ok: "ok", detail: "dimctl.yaml, environment production, https://api.example" },
    {
      name: "environment",
      ok: "ok",
      detail: "set: DIMENSIONS_CLIENT_ID, DIMENSIONS_CLIENT_SECRET, 1 of DIMCTL_SECRET_…",
    },
    { name: "state store", ok: "ok", detail: "memory" },
    { name: "login host", ok: "ok", detail: "https://login.example replied 200 in 42 ms" },
    { name: "API host", ok: "ok", detail: "https://api.example replied 401 in 42 ms" },
    { name: "clock", ok: "ok", detail: "in sync with the service" },
    {
      name: "token",
      ok: "ok",
      detail: "from the token store, valid for 60 min, renewable, for openid onboarding",
    },
    { name: "customers", ok: "ok", detail: "customer list is readable" },
    { name: "write permission", ok: "ok", detail: "token has scope onboarding" },
  ]);
});

test("the sandbox needs neither host nor token", async () => {
  const checks = await runDoctor({
    ...HEALTHY,
    configuration: { environment: "sandbox", diagnostics: [] },
    env: {},
    token: async () => ({ source: "none", renewable: false }),
  });
  expect(checks.filter(({ ok }) => ok !== "ok")).toEqual([]);
});
