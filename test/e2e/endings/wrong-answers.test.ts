import { describe, expect, test } from "vitest";
import { fill, ON_PBX, SECRETS, TOKEN } from "../fleet.ts";
import { MANIFESTS } from "../manifests.ts";
import { serveOther } from "../other-service/service.ts";
import { makePlace } from "../program.ts";

const LIST = /\/customers\?/u;
const USERS = /\/users$/u;
const ONE_USER = /\/users\/[^/]+$/u;

/** Everybody of the fleet, and nobody's reference. */
const NO_REFERENCES = JSON.stringify({
  data: Object.values(MANIFESTS).flatMap((text, n) => {
    const name = /^name: (.*)$/mu.exec(text)?.[1];
    return name === undefined ? [] : [{ id: `t${n}`, name, reference: null }];
  }),
});

/** What a service may say with a 200 to one kind of read, and the exit code: 4 for the list, 3 for a customer's own. */
const ANSWERS: readonly (readonly [string, RegExp, string, number])[] = [
  ["a list with an error inside", LIST, '{"data":[],"error":500,"message":"Oops","status":"success"}', 4],
  ["a list with the status of an error", LIST, '{"data":[],"status":"error"}', 4],
  ["a list without data", LIST, '{"page_size":0,"status":"success"}', 4],
  ["a bare list", LIST, "[]", 4],
  ["an empty body", LIST, "", 4],
  ["a list that was cut", LIST, '{"data":[],"page_size":4,"status":"success"}', 4],
  ["customers without id", LIST, '{"data":[{"name":"Acme Dental","reference":"ACME-0042"}]}', 4],
  ["customers without reference", LIST, NO_REFERENCES, 3],
  ["a user list without data", USERS, '{"status":"success"}', 3],
  ["a user list with an error inside", USERS, '{"data":[],"error":500}', 3],
  ["roles with a null", ONE_USER, '{"data":{"id":"u","roles":["customer.user",null]}}', 3],
];

describe.concurrent("a 200 that is no answer is never read as empty: nothing is created by it", () => {
  test.for(ANSWERS)("%s", async ([, where, body, code], { onTestFinished }) => {
    let isWrong = false;
    const service = await serveOther({
      onPbx: ON_PBX,
      intercept: ({ method, path }) =>
        isWrong && method === "GET" && where.test(path) ? { status: 200, body } : undefined,
    });
    fill(service);
    const env = { DIMENSIONS_API_URL: service.url, DIMENSIONS_ACCESS_TOKEN: TOKEN, ...SECRETS };
    const place = await makePlace(MANIFESTS, env);
    onTestFinished(async () => {
      await service.close();
      await place.remove();
    });
    await place.run(["apply", "--yes"]);
    const before = service.writes().length;
    isWrong = true;
    const ran = await place.run(["apply", "--yes", "--format", "json"]);
    expect([ran.code, service.writes().slice(before)]).toEqual([code, []]);
  });
});
