import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cookieBrowser } from "../unit/auth/login/browsers/cookie-browser.ts";
import { makePlace, type Place, type Ran } from "./program.ts";

/** The emulator as someone uses it who tries dimctl out: served by one process, signed in to and planned against by others. */

const MANIFEST = `apiVersion: dimctl/v1
kind: Customer
reference: ACME-0042
name: Acme Dental
admins: [{ email: ana@acme.example, roles: [customer.user.supervisorl1] }]
`;
const SEED = {
  customers: [
    {
      fields: { name: "Acme Dental", reference: "ACME-0042" },
      users: [
        {
          displayName: "Ana",
          email: "ana@acme.example",
          roles: ["customer.user", "user.admin", "customer.user.supervisorl1"],
        },
      ],
    },
  ],
  clients: [{ id: "dimctl-e2e", secret: "secret-of-the-client" }],
};
const FILES = {
  "customers/acme.yaml": MANIFEST,
  "seed.json": JSON.stringify(SEED),
  // Any free port: another test may be signing in at the same time.
  "dimctl.yaml": "redirect: http://127.0.0.1:0\n",
};

describe.concurrent("dimctl emulator", () => {
  test("serves a seed until SIGTERM, and ends with exit code 0", async ({ onTestFinished }) => {
    const place = await open(onTestFinished);
    const served = await serve(place, ["--seed", "seed.json"], onTestFinished);
    const env = { DIMENSIONS_API_URL: served.url, DIMENSIONS_ACCESS_TOKEN: "any" };
    const plan = await place.run(["plan", "--exit-code"], { env });
    expect(plan).toMatchObject({ code: 0, stdout: expect.stringContaining("No changes.") });

    const [, port = ""] = /:(\d+)$/.exec(served.url) ?? [];
    const second = await place.run(["emulator", "--port", port]);
    expect(second).toMatchObject({ code: 1, signal: null, stdout: "" });
    expect(second.stderr).toContain(`port ${port} on 127.0.0.1 is in use`);

    served.child.kill("SIGTERM");
    expect(await served.ended).toMatchObject({ code: 0, signal: null, stderr: "" });
  });

  test.for([
    ["--switch", "importDelayMS=5", "did you mean `importDelayMs`?"],
    ["--switch", "tokens=some", "values: "],
    ["--seed", "nowhere.json", "give a JSON file"],
    ["--seed", "dimctl.yaml", "give a JSON file"],
    ["--port", "65536", "from 0 to 65535"],
  ] as const)("%s %s is refused with a hint, exit code 1", async ([option, value, hint], context) => {
    const place = await open(context.onTestFinished);
    const ran = await place.run(["emulator", "--port", "0", option, value]);
    expect(ran).toMatchObject({ code: 1, stdout: "" });
    expect(ran.stderr).toContain(hint);
  });
});

describe.concurrent("dimctl login, on a machine without a browser", () => {
  test("prints the page, keeps the tokens, and plan works with them until logout", async ({
    onTestFinished,
  }) => {
    const place = await open(onTestFinished);
    const { url } = await serve(place, ["--seed", "seed.json", "--switch", "tokens=issued"], onTestFinished);
    const env = {
      DIMENSIONS_API_URL: url,
      DIMENSIONS_LOGIN_URL: url,
      DIMENSIONS_CLIENT_ID: "dimctl-e2e",
      DIMENSIONS_CLIENT_SECRET: "secret-of-the-client",
    };
    expect(await place.run(["plan"], { env })).toMatchObject({ code: 4 });

    const login = await place.run(["login"], { env, started: (child) => void signIn(child) });
    expect({ code: login.code, said: login.stderr.split("\n")[0] }).toEqual({
      code: 0,
      said: "Open this page to sign in:",
    });
    expect(login.stdout).toMatch(/^Signed in to /m);

    const kept = filesUnder(place.home).filter((path) => /refreshToken/i.test(readFileSync(path, "utf8")));
    expect(kept.map((path) => statSync(path).mode & 0o777)).toEqual([0o600]);
    const tokens = tokensIn(readFileSync(kept[0] ?? "", "utf8"));
    expect(tokens).toHaveLength(2);

    const plan = await place.run(["plan", "--exit-code", "--verbose"], { env });
    expect(plan).toMatchObject({ code: 0, stdout: expect.stringContaining("No changes.") });
    for (const secret of [...tokens, "secret-of-the-client"])
      expect(login.stdout + login.stderr + plan.stdout + plan.stderr).not.toContain(secret);

    const logout = await place.run(["logout"], { env });
    expect(logout).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Signed out of .*; the stored tokens are deleted\.$/m),
    });
    expect(readFileSync(kept[0] ?? "", "utf8")).not.toContain(tokens[0]);
    expect(await place.run(["plan"], { env })).toMatchObject({ code: 4 });
  });
});

async function open(onTestFinished: (end: () => Promise<void>) => void): Promise<Place> {
  const place = await makePlace(FILES, {});
  onTestFinished(() => place.remove());
  return place;
}

interface Served {
  readonly url: string;
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
}

/** Starts an emulator on a free port; resolves when it has said where it listens. */
async function serve(
  place: Place,
  args: readonly string[],
  onTestFinished: (end: () => Promise<void>) => void,
): Promise<Served> {
  return new Promise((resolve, reject) => {
    const ended = place.run(["emulator", "--port", "0", ...args], {
      started: (child) => {
        onTestFinished(async () => {
          child.kill("SIGKILL");
          await ended;
        });
        void said(child, "stdout", /listening on (\S+); /).then((url) => resolve({ url, child, ended }));
      },
    });
    void ended.then((ran) => reject(new Error(`the emulator has ended: ${ran.stderr}`)));
  });
}

/** What a person does: opens the page that was printed, gives a name and allows it. */
async function signIn(child: ChildProcess): Promise<void> {
  const browser = cookieBrowser();
  const page = await browser.open(await said(child, "stderr", /^(http\S+)$/m));
  await browser.submit(page, { user: "ana", decision: "allow" });
}

/** Waits for a text on a stream of the process. */
function said(child: ChildProcess, stream: "stdout" | "stderr", pattern: RegExp): Promise<string> {
  let heard = "";
  return new Promise((resolve) => {
    child[stream]?.on("data", (chunk: Buffer) => {
      heard += chunk.toString();
      const found = pattern.exec(heard)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function tokensIn(text: string): readonly string[] {
  return [...text.matchAll(/"(?:access|refresh)Token": ?"([^"]+)"/g)].map(([, token]) => token ?? "");
}
