import { expect, onTestFinished, test } from "vitest";
import { serveEmulator } from "../../../../src/emulator/server.ts";
import { openStage } from "../stage.ts";

test.each([
  [429, "Dimensions asked to slow down (429)"],
  [503, "Dimensions is not available (503)"],
])("a plan that waits because of a %i says until when and for what, once", async (status, why) => {
  const stage = await openStage(onTestFinished);
  const inner = stage.emulator.transport();
  let asked = 0;
  const served = await serveEmulator(
    {
      ...stage.emulator,
      transport: () => async (request, signal) => {
        asked += 1;
        return asked > 1 ? inner(request, signal) : { status, headers: { "retry-after": "18" }, body: "" };
      },
    },
    { port: 0 },
  );
  onTestFinished(() => served.close());
  await stage.write(
    "customers/acme.yaml",
    "apiVersion: dimctl/v1\nkind: Customer\nreference: ACME-1\nname: Acme\nadmins: [{ email: a@acme.example, displayName: A }]\n",
  );
  const env = {
    DIMENSIONS_API_URL: served.url,
    DIMENSIONS_LOGIN_URL: served.url,
    DIMENSIONS_ACCESS_TOKEN: "any",
    DIMCTL_STATE_DIR: `${stage.cwd}/state`,
  };
  const { code, stderr } = await stage.call(["plan"], { env });
  expect(code).toBe(0);
  const until = new Date(Date.parse("2026-11-22T12:00:18Z")).toTimeString().slice(0, 8);
  expect(stderr.split("\n").filter((line) => line.startsWith("waiting"))).toEqual([
    `waiting until ${until} (18 s): ${why}`,
  ]);
});
