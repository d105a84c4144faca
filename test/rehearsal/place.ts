import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { createEmulator, type Emulator } from "../../src/emulator/emulator.ts";
import { SANDBOX_SEED } from "../../src/emulator/world/sandbox-seed.ts";
import { serveEmulator } from "../../src/emulator/server.ts";
import { SYSTEM_CLOCK } from "../unit/auth/login/served-emulator.ts";
import { playJob, type PlayedJob } from "./job.ts";
import { makeRepository, type Repository } from "./repository.ts";
import type { Played } from "./workflow-file.ts";

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
  const env = {
    PATH: `${resolve("test/rehearsal")}:${dirname(process.execPath)}:${process.env["PATH"]}`,
    HOME: root,
    GITHUB_FAKE: join(root, "github.json"),
    ...identity("AUTHOR"),
    ...identity("COMMITTER"),
  };
  const { github, changeGithub } = openGithub(env.GITHUB_FAKE);
  const repository = makeRepository(root, { "dimctl.yaml": configuration(served.url), ...files }, env);
  const said: string[] = [];
  let plays = 0;
  const play: Place["play"] = async (workflow, job, options) => {
    plays += 1;
    const run = { id: options.run ?? plays, folder: join(root, `run-${plays}`) };
    mkdirSync(run.folder);
    const played = await playJob({
      workflow: join(repository.clone, ".github/workflows", workflow),
      job,
      contexts: contextsOf(options),
      folder: run.folder,
      env: { ...env, ...githubVariables(options, run.id) },
      actions: playedActions(repository, options, {
        id: run.id,
        kept: join(root, `artifact-${plays}`),
        changeGithub,
      }),
    });
    if (process.env["REHEARSAL_LOG"]) console.log(`== ${workflow} ${job}: ${played.result}\n${played.log}`);
    said.push(played.log, played.summary);
    return played;
  };
  const close = async (): Promise<void> => {
    await served.close();
    rmSync(root, { recursive: true, force: true });
  };
  const secrets = [TOKEN, KEY, "kazoo-key-of-the-rehearsal"];
  const { clone, git, write } = repository;
  return { emulator, clone, github, changeGithub, git, write, play, said: () => said, secrets, close };
}

function openGithub(fake: string): Pick<Place, "github" | "changeGithub"> {
  const none: GitHub = { pulls: [], comments: [], issues: [], commitComments: [], runs: [], artifacts: [] };
  writeFileSync(fake, JSON.stringify(none));
  const github = (): GitHub => JSON.parse(readFileSync(fake, "utf8"));
  const changeGithub = (change: (state: GitHub) => void): void => {
    const state = github();
    change(state);
    writeFileSync(fake, JSON.stringify(state));
  };
  return { github, changeGithub };
}

/** What GitHub's own actions do here. */
function playedActions(
  repository: Repository,
  options: JobOptions,
  run: { readonly id: number; readonly kept: string; readonly changeGithub: Place["changeGithub"] },
): Record<string, Played> {
  return {
    "actions/checkout": (inputs, workspace) =>
      repository.checkout(workspace, inputs["ref"] ?? options.ref, inputs["fetch-depth"] ?? "1"),
    "actions/setup-node": () => undefined,
    "actions/upload-artifact": ({ name = "", path = "" }) => {
      cpSync(path, join(run.kept, basename(path)));
      const artifact = { run: run.id, name, folder: run.kept, expired: false };
      run.changeGithub((state) => state.artifacts.push(artifact));
    },
  };
}

function contextsOf(options: JobOptions): Record<string, unknown> {
  const secrets = { DIMENSIONS_ACCESS_TOKEN: TOKEN, DIMCTL_STATE_KEY: KEY, DIMCTL_SECRETS: SECRETS };
  return {
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
    secrets: options.fork === true ? {} : secrets,
  };
}

function githubVariables(options: JobOptions, run: number): Record<string, string> {
  return {
    CI: "true",
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_RUN_ID: String(run),
    GITHUB_SHA: options.sha,
  };
}

/** A secret of a manifest, as the one variable of the repository has them all. */
const SECRETS = "ACME_0042_KAZOO_KEY=kazoo-key-of-the-rehearsal\n";

function configuration(url: string): string {
  return `default: production\nstate: { kind: git }\nenvironments:\n  production: { api: "${url}", login: "${url}" }\n`;
}

function identity(who: "AUTHOR" | "COMMITTER"): Record<string, string> {
  return { [`GIT_${who}_NAME`]: "Ops", [`GIT_${who}_EMAIL`]: "ops@reseller.example" };
}
