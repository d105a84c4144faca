import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { createEmulator, type Emulator } from "../../src/emulator/emulator.ts";
import { SANDBOX_SEED } from "../../src/emulator/world/sandbox-seed.ts";
import { serveEmulator } from "../../src/emulator/server.ts";
import { SYSTEM_CLOCK } from "../unit/auth/login/served-emulator.ts";
import { playJob, type Played, type PlayedJob } from "./job.ts";

/** The program that the workflows find built. */
const DIST = dirname(resolve(process.env["DIMCTL_E2E_CLI"] ?? "dist/cli.js"));
const REPOSITORY = "reseller/customers";
const TOKEN = "token-of-the-rehearsal";
const KEY = "ab".repeat(32);

/** What GitHub has of texts and runs, as the fake `gh` keeps it. */
interface GitHub {
  readonly pulls: { number: number; head: { sha: string }; merged_at?: string; merge_commit_sha?: string }[];
  readonly comments: { issue: number; body: string; user: { login: string } }[];
  readonly issues: { number: number; title: string; state: string; body: string }[];
  readonly commitComments: { sha: string; body: string }[];
  readonly runs: {
    id: number;
    path: string;
    head_sha: string;
    head_repository: { id: number };
    repository: { id: number };
  }[];
  readonly artifacts: { run: number; name: string; folder: string; expired: boolean }[];
}

interface JobOptions {
  readonly github?: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly sha: string;
  /** What git fetches for the checkout when the job does not say. */
  readonly ref: string;
  /** A run of a fork: no secrets. */
  readonly fork?: boolean;
  readonly run?: number;
}

export interface Place {
  readonly emulator: Emulator;
  readonly clone: string;
  readonly github: () => GitHub;
  readonly changeGithub: (change: (github: GitHub) => void) => void;
  readonly git: (...args: readonly string[]) => string;
  readonly write: (path: string, text: string) => void;
  readonly play: (workflow: string, job: string, options: JobOptions) => Promise<PlayedJob>;
  /** Every log and summary so far. */
  readonly said: () => readonly string[];
  /** Values that may stand nowhere. */
  readonly secrets: readonly string[];
  readonly close: () => Promise<void>;
}

/** A remote, a clone of a person, a service and a GitHub, all in one temporary folder. */
export async function makePlace(files: Readonly<Record<string, string>>): Promise<Place> {
  const root = mkdtempSync(join(tmpdir(), "dimctl-rehearsal-"));
  const emulator = createEmulator({
    seed: SANDBOX_SEED,
    switches: { importDelayMs: 50 },
    clock: SYSTEM_CLOCK,
    random: Math.random,
  });
  const served = await serveEmulator(emulator, { port: 0 });
  const fake = join(root, "github.json");
  const clone = join(root, "clone");
  const remote = join(root, "remote.git");
  const env = {
    PATH: `${resolve("test/rehearsal")}:${dirname(process.execPath)}:${process.env["PATH"]}`,
    HOME: root,
    GITHUB_FAKE: fake,
    ...identity("AUTHOR"),
    ...identity("COMMITTER"),
  };
  const run = (cwd: string, args: readonly string[]): string =>
    execFileSync("git", args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  const git = (...args: readonly string[]): string => run(clone, args);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), text);
  };
  let plays = 0;
  const said: string[] = [];

  const none: GitHub = { pulls: [], comments: [], issues: [], commitComments: [], runs: [], artifacts: [] };
  writeFileSync(fake, JSON.stringify(none));
  run(root, ["init", "--quiet", "--bare", "-b", "main", remote]);
  run(remote, ["config", "uploadpack.allowAnySHA1InWant", "true"]);
  run(root, ["clone", "--quiet", `file://${remote}`, clone]);
  cpSync(".github", join(clone, ".github"), { recursive: true });
  write(".gitignore", "dist\n");
  write("dimctl.yaml", configuration(served.url));
  for (const [path, text] of Object.entries(files)) write(path, text);
  git("checkout", "--quiet", "-B", "main");
  git("add", "-A");
  git("commit", "--quiet", "-m", "The repository as it was forked");
  git("push", "--quiet", "origin", "main");

  const github = (): GitHub => JSON.parse(readFileSync(fake, "utf8"));
  const changeGithub = (change: (state: GitHub) => void): void => {
    const state = github();
    change(state);
    writeFileSync(fake, JSON.stringify(state));
  };

  async function play(workflow: string, job: string, options: JobOptions): Promise<PlayedJob> {
    plays += 1;
    const folder = join(root, `run-${plays}`);
    const id = options.run ?? plays;
    const actions: Record<string, Played> = {
      "actions/checkout": (inputs, workspace) =>
        checkout(workspace, inputs["ref"] ?? options.ref, inputs["fetch-depth"] ?? "1"),
      "actions/setup-node": () => undefined,
      "actions/upload-artifact": ({ name = "", path = "" }) => {
        const kept = join(root, `artifact-${plays}`);
        cpSync(path, join(kept, basename(path)));
        changeGithub((state) => state.artifacts.push({ run: id, name, folder: kept, expired: false }));
      },
    };
    const secrets =
      options.fork === true
        ? {}
        : { DIMENSIONS_ACCESS_TOKEN: TOKEN, DIMCTL_STATE_KEY: KEY, DIMCTL_SECRETS: SECRETS };
    const contexts = {
      github: {
        ref: "refs/heads/main",
        ref_name: "main",
        repository: REPOSITORY,
        actor: "ops",
        token: "gh",
        sha: options.sha,
        ...options.github,
      },
      inputs: options.inputs ?? {},
      vars: { DIMCTL_ENVIRONMENT: "production" },
      secrets,
    };
    const ghEnv = {
      ...env,
      CI: "true",
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_RUN_ID: String(id),
      GITHUB_SHA: options.sha,
    };
    mkdirSync(folder);
    const file = join(clone, ".github/workflows", workflow);
    const played = await playJob({ workflow: file, job, contexts, folder, env: ghEnv, actions });
    if (process.env["REHEARSAL_LOG"]) console.log(`== ${workflow} ${job}: ${played.result}\n${played.log}`);
    said.push(played.log, played.summary);
    return played;
  }

  function checkout(workspace: string, ref: string, depth: string): void {
    run(workspace, ["init", "--quiet", "-b", "main"]);
    run(workspace, ["remote", "add", "origin", `file://${remote}`]);
    run(workspace, ["fetch", "--quiet", ...(depth === "0" ? [] : [`--depth=${depth}`]), "origin", ref]);
    run(workspace, ["checkout", "--quiet", "--detach", "FETCH_HEAD"]);
    symlinkSync(DIST, join(workspace, "dist"));
  }

  const close = async (): Promise<void> => {
    await served.close();
    rmSync(root, { recursive: true, force: true });
  };
  const secrets = [TOKEN, KEY, "kazoo-key-of-the-rehearsal"];
  return { emulator, clone, github, changeGithub, git, write, play, said: () => said, secrets, close };
}

/** A secret of a manifest, as the one variable of the repository has them all. */
const SECRETS = "ACME_0042_KAZOO_KEY=kazoo-key-of-the-rehearsal\n";

function configuration(url: string): string {
  return `default: production\nstate: { kind: git }\nenvironments:\n  production: { api: "${url}", login: "${url}" }\n`;
}

function identity(who: "AUTHOR" | "COMMITTER"): Record<string, string> {
  return { [`GIT_${who}_NAME`]: "Ops", [`GIT_${who}_EMAIL`]: "ops@reseller.example" };
}
