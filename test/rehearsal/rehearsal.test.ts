import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StoredCustomer } from "../../src/emulator/world/state.ts";
import { pullRequest } from "./loop.ts";
import { makePlace, type Place } from "./place.ts";

// One story, told in order: each test goes on where the one before it ended.
let place: Place;
const example = (name: string): string => readFileSync(`customers/${name}.yaml`, "utf8");

beforeAll(async () => {
  place = await makePlace({
    "customers/_defaults.yaml": example("_defaults"),
    "customers/riverside-books.yaml": example("riverside-books"),
  });
});
afterAll(() => place.close());

const head = (): string => place.git("rev-parse", "origin/main");
const event = { repository: { default_branch: "main" } };
const live = (reference: string): StoredCustomer => {
  const found = Object.values(place.emulator.state.customers).find(
    ({ fields }) => fields["reference"] === reference,
  );
  if (found === undefined) throw new Error(`${reference} is not there`);
  return found;
};
const drift = () => place.play("drift.yml", "drift", { sha: head(), ref: head() });

test("by hand: the first customer is planned, and what was planned is applied", async () => {
  const options = {
    github: { event },
    inputs: { command: "apply", customer: "RIVER-0019" },
    sha: head(),
    ref: head(),
    run: 1,
  };
  const plan = await place.play("by-hand.yml", "plan", options);
  expect(plan.log).toContain("Riverside Books");
  expect(plan.result).toBe("success");
  const apply = await place.play("by-hand.yml", "apply", options);
  expect({ result: apply.result, log: apply.log }).toMatchObject({ result: "success" });
  expect(live("RIVER-0019").fields["name"]).toBe("Riverside Books");
});

test("a pull request from a fork: the manifests are checked without a secret, and nothing is planned", async () => {
  const stranger = pullRequest(place, 1, { fork: true });
  const { validate, plan } = await stranger.push(() =>
    place.write("customers/alpine-clinic.yaml", "reference: [\n"),
  );
  expect(validate.result).toBe("failure");
  expect(validate.log).toContain("::error file=customers/alpine-clinic.yaml,line=2");
  expect(validate.summary).toContain("customers/alpine-clinic.yaml");
  expect(plan.result).toBe("skipped");
  const again = await stranger.push(() =>
    place.write("customers/alpine-clinic.yaml", example("alpine-clinic")),
  );
  expect(again.validate.result).toBe("success");
  expect(place.github().comments).toEqual([]);
});

test("a pull request that adds a customer: one comment with the plan, edited in place at the next push", async () => {
  const request = pullRequest(place, 2);
  place.changeGithub(({ comments }) => {
    comments.push({ issue: 2, body: "<!-- dimctl plan production -->\nforged", user: { login: "stranger" } });
  });
  const { validate, plan } = await request.push(() =>
    place.write("customers/acme-dental.yaml", example("acme-dental")),
  );
  expect([validate.result, plan.result]).toEqual(["success", "success"]);
  const [, comment, ...others] = place.github().comments;
  expect(others).toEqual([]);
  expect(comment?.body.split("\n")[0]).toBe("<!-- dimctl plan production -->");
  expect(comment?.body).toContain("### Plan for <code>production</code>");
  expect(comment?.body).toContain("<code>ACME-0042</code>");
  expect(comment?.body).not.toContain("RIVER-0019");
  expect(comment?.body).toMatch(
    /\[Run and artifacts\]\(https:\/\/github\.com\/reseller\/customers\/actions\/runs\/\d+\)$/,
  );
  expect(plan.summary).toContain("### Plan for <code>production</code>");

  await request.push(() =>
    place.write("customers/acme-dental.yaml", example("acme-dental").replace("agent: 25", "agent: 26")),
  );
  const comments = place.github().comments;
  expect(comments).toHaveLength(2);
  expect(comments[0]?.body).toContain("forged");
  expect(comments[1]?.body).not.toBe(comment?.body);
  expect(Object.values(place.emulator.state.customers)).toHaveLength(1);

  const applied = await request.merge()();
  expect({ result: applied.result, log: applied.log }).toMatchObject({ result: "success" });
  expect(live("ACME-0042").fields["description"]).toBe("Acme Dental Group, Phoenix");
  expect(place.github().commitComments).toEqual([]);
});

test("nothing has moved: drift is silent", async () => {
  expect((await drift()).result).toBe("success");
  expect(place.github().issues).toEqual([]);
});

test("a hand edit: drift opens one issue, and the next run brings it up to date", async () => {
  live("ACME-0042").fields["description"] = "Changed by hand";
  expect((await drift()).result).toBe("success");
  expect(place.github().issues).toMatchObject([{ title: "Drift in production", state: "open" }]);
  const first = place.github().issues[0]?.body;
  expect(first).toContain("Changed by hand");
  live("ACME-0042").fields["description"] = "Changed again";
  await drift();
  expect(place.github().issues).toMatchObject([
    { state: "open", body: expect.stringContaining("Changed again") },
  ]);
});

test("a second pull request takes the change over: nothing to apply, and the issue is closed", async () => {
  const request = pullRequest(place, 3);
  const manifest = example("acme-dental")
    .replace("agent: 25", "agent: 26")
    .replace("Acme Dental Group, Phoenix", "Changed again");
  await request.push(() => place.write("customers/acme-dental.yaml", manifest));
  expect((await request.merge()()).result).toBe("success");
  expect((await drift()).result).toBe("success");
  expect(place.github().issues).toMatchObject([{ state: "closed" }]);
  expect(place.github().comments.at(-1)?.body).toContain("The drift is resolved.");
});

test("two merges before the first is applied: each apply does its own, and misses nothing of the other", async () => {
  const acme = pullRequest(place, 6);
  const manifest = example("acme-dental").replace("agent: 25", "agent: 26");
  await acme.push(() => place.write("customers/acme-dental.yaml", manifest.replace("Group, Phoenix", "One")));
  const books = pullRequest(place, 7);
  const riverside = example("riverside-books").replace("moves to hosted telephony", "moves");
  await books.push(() => place.write("customers/riverside-books.yaml", riverside));
  const applies = [acme.merge(), books.merge()];
  for (const apply of applies) expect((await apply()).result).toBe("success");
  expect(live("ACME-0042").fields["description"]).toBe("Acme Dental One");
  expect(live("RIVER-0019").fields["description"]).toBe("Trial before the shop moves");
  expect(place.github().commitComments).toEqual([]);
});

test("a live value moves between approval and merge: nothing of that customer is applied, and the commit says why", async () => {
  const request = pullRequest(place, 4);
  const renamed = example("riverside-books").replace("name: Riverside Books", "name: Riverside Books Ltd");
  await request.push(() => place.write("customers/riverside-books.yaml", renamed));
  live("RIVER-0019").fields["name"] = "Riverside";
  const applied = await request.merge()();
  expect(applied.result).toBe("failure");
  expect(live("RIVER-0019").fields["name"]).toBe("Riverside");
  const [result, rest] = place.github().commitComments;
  expect(result?.sha).toBe(head());
  expect(result?.body).toContain("This commit is only partially applied.");
  expect(result?.body).toContain("RIVER-0019");
  expect(rest?.body).toContain("Riverside Books Ltd");
});

test("a plan that a fork's run has left is no approval: nothing is applied, and the commit says why", async () => {
  const before = place.github().commitComments.length;
  const request = pullRequest(place, 5, { fork: true });
  await request.push(() => place.write("customers/harbor-hotel.yaml", example("harbor-hotel")));
  place.changeGithub(({ runs, artifacts }) => {
    artifacts.push({ run: runs.at(-1)?.id ?? 0, name: "dimctl-plan", folder: "/nowhere", expired: false });
  });
  expect((await request.merge()()).result).toBe("failure");
  const [comment] = place.github().commitComments.slice(before);
  expect(comment?.body).toContain(
    "This commit is not applied: the plan of pull request 5 was not found or has expired.",
  );
  expect(comment?.body).toContain("HARBOR-0011");
  expect(() => live("HARBOR-0011")).toThrow("HARBOR-0011 is not there");
});

test("a push without a pull request is applied by nobody", async () => {
  const earlier = head();
  place.git("checkout", "--quiet", "-B", "direct", "origin/main");
  place.write("customers/acme-dental.yaml", example("acme-dental"));
  place.git("commit", "--quiet", "-am", "Directly");
  place.git("push", "--quiet", "origin", "HEAD:main");
  const options = { github: { event: { before: earlier, created: false } }, sha: head(), ref: head() };
  const applied = await place.play("apply.yml", "apply", options);
  expect(applied.result).toBe("failure");
  expect(place.github().commitComments.at(-1)?.body).toContain("it is not from a merged pull request");
  expect(live("ACME-0042").fields["description"]).toBe("Acme Dental One");
});

test("the state branch is sealed, and no log, summary, comment or issue has shown a secret", () => {
  place.git("fetch", "--quiet", "origin", "dimctl-state");
  expect(place.git("ls-tree", "--name-only", "FETCH_HEAD")).toBe("state.sealed");
  const said = [JSON.stringify(place.github()), ...place.said()]
    .join("\n")
    .replaceAll(/^::add-mask::.*$/gm, "");
  for (const secret of place.secrets) expect(said).not.toContain(secret);
});
