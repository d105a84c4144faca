import { expect, test } from "vitest";
import { fill, ON_PBX, SECRETS } from "../fleet.ts";
import { MANIFESTS } from "../manifests.ts";
import { serveOther, type OtherService } from "../other-service/service.ts";
import { RESELLER } from "../other-service/values.ts";
import { makePlace, type Place } from "../program.ts";

const OTHER = "22222222-2222-4222-8222-222222222222";
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwt = (claims: Record<string, string>): string => `${part({ alg: "none" })}.${part(claims)}.x`;
const OURS = jwt({ name: "Jo Smith", tenant_id: RESELLER, tenant_name: "Example Telecom" });

async function open(
  onTestFinished: (end: () => Promise<void>) => void,
  settings: { readonly token?: string; readonly reseller?: string; readonly isEmpty?: boolean },
): Promise<{ service: OtherService; place: Place }> {
  const { token = "opaque", reseller } = settings;
  const service = await serveOther({ onPbx: ON_PBX, token });
  if (settings.isEmpty !== true) fill(service);
  const pin = reseller === undefined ? "" : `, reseller: ${reseller}`;
  const place = await makePlace(
    {
      ...MANIFESTS,
      "dimctl.yaml": `default: live\nenvironments:\n  live: { api: "${service.url}", login: "${service.url}"${pin} }\n`,
    },
    { DIMENSIONS_ACCESS_TOKEN: token, ...SECRETS },
  );
  onTestFinished(async () => {
    await service.close();
    await place.remove();
  });
  return { service, place };
}

const APPLY = ["apply", "--yes", "--import-timeout", "10"];
const summaryOf = (stdout: string): string => JSON.parse(stdout).problems[0].summary;

test("plan, drift and apply say as whom they work", async ({ onTestFinished }) => {
  const { place } = await open(onTestFinished, { token: OURS, reseller: RESELLER });
  for (const command of [["plan"], ["drift"], APPLY]) {
    const { stderr } = await place.run(command);
    expect(stderr.split("\n")[0]).toBe(`As Jo Smith of Example Telecom (${RESELLER}) in live`);
  }
});

test("a sign-in to another reseller is refused before anything is read", async ({ onTestFinished }) => {
  const { service, place } = await open(onTestFinished, { token: OURS, reseller: OTHER });
  const ran = await place.run([...APPLY, "--format", "json"]);
  expect({ code: ran.code, seen: service.seen }).toEqual({ code: 4, seen: [] });
  expect(summaryOf(ran.stdout)).toBe(
    `the sign-in belongs to Example Telecom (${RESELLER}), but the reseller of live is ${OTHER}`,
  );
});

test.for([[[]], [["--only", "NORTH-0007"]]])(
  "customers of another reseller are refused, though the token says nothing: apply %s",
  async ([options = []], { onTestFinished }) => {
    const { service, place } = await open(onTestFinished, { reseller: OTHER });
    const ran = await place.run([...APPLY, ...options, "--format", "json"]);
    expect({ code: ran.code, writes: service.writes() }).toEqual({ code: 4, writes: [] });
    expect(summaryOf(ran.stdout)).toBe(
      `the customers belong to ${RESELLER}, but the reseller of live is ${OTHER}`,
    );
  },
);

test("the first apply of an environment in CI says how its reseller is pinned", async ({
  onTestFinished,
}) => {
  const { place } = await open(onTestFinished, { token: OURS });
  const first = await place.run(APPLY, { env: { CI: "true" } });
  expect(first.stderr).toContain(
    `The reseller of live is not pinned; to pin it, add \`reseller: ${RESELLER}\` under \`environments.live\` in dimctl.yaml`,
  );
  const second = await place.run(APPLY, { env: { CI: "true" } });
  expect(second.stderr).not.toContain("not pinned");
});
