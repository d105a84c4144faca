import { describe, expect, test } from "vitest";
import { resultFaults } from "../documents.ts";
import { fill, ON_PBX, SECRETS, TOKEN } from "../fleet.ts";
import { MANIFESTS } from "../manifests.ts";
import { serveOther } from "../other-service/service.ts";
import type { Interception } from "../other-service/types.ts";
import { makePlace } from "../program.ts";

/** What a service, or whatever answers at its address, may do to every request; and the exit code that says so. */
const FAILURES: readonly (readonly [string, Interception, number])[] = [
  ["the token is refused", { status: 401 }, 4],
  ["nothing is there", { status: 404 }, 4],
  [
    "another site answers",
    { status: 200, body: "<html>hello</html>", headers: { "content-type": "text/html" } },
    4,
  ],
  ["a gateway answers", { status: 502, body: "<html>Bad gateway</html>" }, 4],
  ["it leads elsewhere", { status: 302, headers: { location: "http://127.0.0.1:9/" } }, 4],
  ["the connection is cut", { cut: "before" }, 4],
  ["it does not answer in time", { delay: 60_000 }, 3],
];

const COMMANDS = [["plan"], ["drift"], ["apply", "--yes"], ["import", "--customers", "imported"], ["doctor"]];

describe.concurrent("when the service fails, every command ends with a document and the exit code that says so", () => {
  test.for(FAILURES)("%s", async ([, failure, code], { onTestFinished }) => {
    const service = await serveOther({ onPbx: ON_PBX, intercept: () => failure });
    fill(service);
    const env = { DIMENSIONS_API_URL: service.url, DIMENSIONS_ACCESS_TOKEN: TOKEN, ...SECRETS };
    const place = await makePlace(MANIFESTS, env);
    onTestFinished(async () => {
      await service.close();
      await place.remove();
    });
    for (const command of COMMANDS) {
      const patience = command[0] === "doctor" ? [] : ["--patience", failure.delay ? "30" : "1"];
      const limits = ["--timeout", failure.delay ? "1" : "60", ...patience];
      const ran = await place.run([...command, "--format", "json", ...limits]);
      expect({ command, code: ran.code, faults: resultFaults(ran.stdout) }).toEqual({
        command,
        code,
        faults: [],
      });
      expect(JSON.parse(ran.stdout)).toMatchObject({ exitCode: code });
      expect(ran.stdout + ran.stderr).not.toContain(TOKEN);
      expect(ran.stderr).not.toMatch(/^ {4}at /m);
    }
    expect(service.writes()).toEqual([]);
  });
});
