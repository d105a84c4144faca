import { expect, test } from "vitest";
import { fill, ON_PBX, SECRETS, TOKEN } from "../fleet.ts";
import { MANIFESTS } from "../manifests.ts";
import { serveOther, type OtherService } from "../other-service/service.ts";
import type { Interception } from "../other-service/types.ts";
import { makePlace, type Place } from "../program.ts";

const EMPTY: Interception = { status: 200, body: '{"data":[],"status":"success"}' };
const APPLY = ["apply", "--yes", "--format", "json", "--import-timeout", "10"];

/** Waits: what was created in the last 15 seconds need not be listed yet. */
async function agedState({ folder, home }: Place): Promise<void> {
  const { readFile, writeFile, readdir } = await import("node:fs/promises");
  const names = await readdir(home, { recursive: true });
  const state = names.find((name) => name.endsWith("state.json"));
  if (state === undefined) throw new Error(`${folder}: no state in ${names.join(", ")}`);
  const text = await readFile(`${home}/${state}`, "utf8");
  const aged = text.replaceAll(
    /"createBegunAt": (\d+)/gu,
    (_, at) => `"createBegunAt": ${Number(at) - 60_000}`,
  );
  await writeFile(`${home}/${state}`, aged);
}

/** A fleet that was applied a minute ago, before a service whose answers to `lies` are empty lists from now on. */
async function applied(
  lies: (path: string) => boolean,
  onTestFinished: (end: () => Promise<void>) => void,
): Promise<{ service: OtherService; place: Place }> {
  let isLying = false;
  const service = await serveOther({
    onPbx: ON_PBX,
    intercept: ({ method, path }) => (isLying && method === "GET" && lies(path) ? EMPTY : undefined),
  });
  fill(service);
  const env = { DIMENSIONS_API_URL: service.url, DIMENSIONS_ACCESS_TOKEN: TOKEN, ...SECRETS };
  const place = await makePlace(MANIFESTS, env);
  onTestFinished(async () => {
    await service.close();
    await place.remove();
  });
  expect((await place.run(APPLY)).code).toBe(0);
  await agedState(place);
  isLying = true;
  service.reset();
  return { service, place };
}

interface Shown {
  readonly status: string;
  readonly why?: string;
}

test("a customer list that has become empty creates nothing again", async ({ onTestFinished }) => {
  const { service, place } = await applied((path) => /\/customers\?/u.test(path), onTestFinished);
  const ran = await place.run(APPLY);
  const customers: Shown[] = JSON.parse(ran.stdout).customers;
  expect({ code: ran.code, writes: service.writes() }).toEqual({ code: 3, writes: [] });
  for (const { status, why } of customers)
    expect({ status, why }).toEqual({
      status: "incomplete",
      why: expect.stringMatching(
        /^the customer list is incomplete: it does not show \S+, but GET customers\/\S+ does$/u,
      ),
    });
});

test.for([["users"], ["pbxs"]])(
  "a list of %s that has become empty creates nothing again",
  async ([list], { onTestFinished }) => {
    const { service, place } = await applied((path) => path.endsWith(`/${list}`), onTestFinished);
    const ran = await place.run(APPLY);
    const customers: Shown[] = JSON.parse(ran.stdout).customers;
    const posts = service.writes().filter(({ method }) => method === "POST");
    expect({ code: ran.code, posts }).toEqual({ code: 3, posts: [] });
    expect(customers.map(({ why }) => why)).toContainEqual(
      expect.stringMatching(/the list is incomplete: .+ is not in it, but exists in Dimensions$/u),
    );
  },
);

test("a customer that is gone is created again only with an approval", async ({ onTestFinished }) => {
  const { service, place } = await applied(() => false, onTestFinished);
  const gone = service.customers.find(({ fields }) => fields["reference"] === "NORTH-0007");
  service.customers.splice(
    service.customers.findIndex((one) => one === gone),
    1,
  );
  const held = await place.run(APPLY);
  expect({ code: held.code, writes: service.writes() }).toEqual({ code: 3, writes: [] });
  const change = JSON.parse(held.stdout)
    .customers.find(({ reference }: { reference: string }) => reference === "NORTH-0007")
    .changes.find(({ kind }: { kind: string }) => kind === "customer");
  expect(change).toMatchObject({
    action: "create",
    risks: [
      { risk: "recreate-customer", detail: `an earlier run wrote to ${gone?.id}, which no longer exists` },
    ],
    outcome: { status: "held", hold: { why: "not-approved", risks: ["recreate-customer"] } },
  });
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const approval = `approve: [{ risk: recreate-customer, until: ${until}, reason: "ticket 12" }]\n`;
  await place.write("customers/north.yaml", `${MANIFESTS["customers/north.yaml"]}${approval}`);
  expect((await place.run(APPLY)).code).toBe(0);
  const tenants = service.customers.filter(({ fields }) => fields["reference"] === "NORTH-0007");
  expect(tenants).toHaveLength(1);
});
