import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { CommandName } from "../../../../src/commands/frame/command-options.ts";
import type { Io } from "../../../../src/commands/frame/io.ts";
import type { SeedCustomer } from "../../../../src/emulator/world/seed.ts";
import { serveEmulator } from "../../../../src/emulator/server.ts";
import { openStage, type Stage } from "../stage.ts";

/**
 * Two customers that are live and have manifests: ACME-1 as its manifest says, but for an API key that no read shows, and
 * NORTH-2 with another description. A third manifest, in another folder, has no live customer.
 */
export async function openFleet(onTestFinished: (end: () => Promise<void>) => void): Promise<Fleet> {
  const stage = await openStage(onTestFinished, { customers: [live("ACME-1"), live("NORTH-2")] });
  await stage.write("customers/acme.yaml", manifest("ACME-1") + PBX);
  await stage.write("customers/north.yaml", `${manifest("NORTH-2")}description: As git has it\n`);
  await stage.write("elsewhere/south.yaml", manifest("SOUTH-3"));
  const where = `{ api: "${stage.url}", login: "${stage.url}" }`;
  await stage.write("dimctl.yaml", `environments: { live: ${where} }\ndefault: sandbox\n`);
  await stage.write(
    "other.yaml",
    `environments: { live: ${where} }\ndefault: live\ncustomers: elsewhere\nadminRoles: { manage: user.admin }\n`,
  );
  await stage.write("secrets.env", "ACME_1_KEY=kept-by-somebody-else\n");
  return {
    ...stage,
    measureConcurrency: (args) => measureConcurrency(stage, args),
    commitAndChangeNorth: () => commitAndChangeNorth(stage),
  };
}

/** A stage with the fleet on it. */
export interface Fleet extends Stage {
  /** The most requests that were in the service at once while the command ran. */
  readonly measureConcurrency: (args: readonly string[]) => Promise<number>;
  /** Commits everything, then changes the manifest of NORTH-2. */
  readonly commitAndChangeNorth: () => Promise<void>;
}

/** The commands that come to an end; `emulator` serves until it is interrupted. */
export type Command = Exclude<CommandName, "emulator">;

/** The words of a call of each command that comes to its end; `show` needs a saved plan. */
export const CALLS: Readonly<Record<Command, readonly string[]>> = {
  validate: ["validate"],
  plan: ["plan"],
  drift: ["drift"],
  apply: ["apply", "--yes"],
  show: ["show", "plan.json"],
  import: ["import", "--customers", "fresh"],
  login: ["login"],
  logout: ["logout"],
  doctor: ["doctor"],
};

/** No service named by a variable: the environment is what `--env` or the configuration says. */
export function withoutService(stage: Stage): Partial<Io> {
  return { env: { DIMENSIONS_ACCESS_TOKEN: "any-token-will-do", DIMCTL_STATE_DIR: `${stage.cwd}/state` } };
}

/** A terminal that shows colours. */
export const TERMINAL: Partial<Io> = { stdoutIsTerminal: true, stderrIsTerminal: true };

function live(reference: string): SeedCustomer {
  return {
    fields: { name: "A customer", reference, enabled: false },
    users: [
      {
        displayName: "Ana",
        email: `ana@${reference.toLowerCase()}.example`,
        roles: ["customer.user", "user.admin", "customer.user.supervisorl1"],
      },
    ],
    pbxs:
      reference === "ACME-1"
        ? [
            {
              fields: {
                name: "Depot",
                hostRest: "https://k.example/v2",
                hostWebsocket: "wss://k.example",
                accountId: "a1",
              },
            },
          ]
        : [],
  };
}

const manifest = (reference: string): string => `apiVersion: dimctl/v1
kind: Customer
reference: ${reference}
name: A customer
admins:
  - { email: ana@${reference.toLowerCase()}.example, displayName: Ana, roles: [customer.user.supervisorl1] }
`;

const PBX = `pbxs:
  - type: kazoo
    name: Depot
    hostRest: https://k.example/v2
    hostWebsocket: wss://k.example
    accountId: a1
    apiKey: { secret: ACME_1_KEY }
`;

/** Every request stays in the service until the others that are under way can have come, too. */
async function measureConcurrency(stage: Stage, args: readonly string[]): Promise<number> {
  let inside = 0;
  let most = 0;
  const inner = stage.emulator.transport();
  const served = await serveEmulator(
    {
      ...stage.emulator,
      transport: () => async (request, signal) => {
        most = Math.max(most, ++inside);
        // Only until a second one was seen: nothing depends on how fast this machine is.
        if (most === 1) await new Promise((resolve) => setTimeout(resolve, 100));
        inside--;
        return inner(request, signal);
      },
    },
    { port: 0 },
  );
  const secrets = join(stage.cwd, "secrets.env");
  const env = { ...withoutService(stage).env, DIMENSIONS_API_URL: served.url, DIMCTL_SECRETS_FILE: secrets };
  await stage.call(args, { env });
  await served.close();
  return most;
}

async function commitAndChangeNorth(stage: Stage): Promise<void> {
  const git = (...args: readonly string[]): unknown => execFileSync("git", args, { cwd: stage.cwd });
  git("init", "--quiet");
  git("add", "customers");
  git("-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "--quiet", "--message", "Customers");
  const text = await stage.read("customers/north.yaml");
  await stage.write("customers/north.yaml", `${text}timezone: America/Phoenix\n`);
}
