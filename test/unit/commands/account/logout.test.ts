import { chmod } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStage } from "../stage.ts";

/** Answers every request in the same way and keeps what came. */
async function serveLogin(onTestFinished: (end: () => void) => void, status: number) {
  const requests: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    if (request.method === "POST") requests.push(`${request.url} ${new URLSearchParams(body).get("token")}`);
    response.writeHead(request.method === "POST" ? status : 404).end();
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => server.close());
  return { requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test.for([
  [200, []],
  [400, [expect.objectContaining({ code: "tokens-not-revoked", severity: "warning" })]],
  [503, [expect.objectContaining({ code: "tokens-not-revoked", severity: "warning" })]],
] as const)(
  "a host that answers %i: the tokens are revoked or said not to be, and dropped",
  async ([status, problems], { onTestFinished }) => {
    const stage = await openStage(onTestFinished);
    const host = await serveLogin(onTestFinished, status);
    const env = {
      DIMENSIONS_API_URL: stage.url,
      DIMENSIONS_LOGIN_URL: host.url,
      DIMENSIONS_CLIENT_ID: "id",
      DIMENSIONS_CLIENT_SECRET: "hunter2",
      DIMCTL_STATE_DIR: join(stage.cwd, "state"),
    };
    const tokens = { accessToken: "access-1", refreshToken: "refresh-1", issuer: host.url, clientId: "id" };
    const environments = { [stage.url]: { tokens, customers: {}, deleted: [], spentPlans: [] } };
    await stage.write("state/state.json", JSON.stringify({ version: 1, environments }));
    await chmod(join(stage.cwd, "state/state.json"), 0o600);
    const { code, stdout } = await stage.call(["logout", "--format", "json"], { env });
    expect({ code, problems: JSON.parse(stdout).problems }).toEqual({ code: 0, problems });
    expect(host.requests[0]).toBe("/connect/revocation refresh-1");
    expect(await stage.read("state/state.json")).not.toContain("refresh-1");
  },
);
