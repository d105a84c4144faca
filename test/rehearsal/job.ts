import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { fill, holds, type Contexts } from "./expressions.ts";

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly if?: string;
  readonly needs?: string;
  readonly steps: readonly Step[];
  readonly permissions: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

/** What an action that is not ours does here, by its name without the pin. */
export type Played = (inputs: Readonly<Record<string, string>>, workspace: string) => void;

/** A job to be played: the file and the job's name are of the repository, everything else is what GitHub would add. */
export interface Play {
  readonly workflow: string;
  readonly job: string;
  readonly contexts: Contexts;
  /** An empty folder of its own. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly actions: Readonly<Record<string, Played>>;
}

export interface PlayedJob {
  readonly result: "success" | "failure" | "skipped";
  readonly log: string;
  readonly summary: string;
}

/** Plays one job of a workflow: its own `run:` lines in bash, its composite action, and fakes for GitHub's actions. */
export async function playJob(play: Play): Promise<PlayedJob> {
  const workflow: { readonly jobs: Readonly<Record<string, Job>> } = parse(
    readFileSync(play.workflow, "utf8"),
  );
  const job = workflow.jobs[play.job];
  if (job === undefined) throw new Error(`${play.workflow} has no job ${play.job}`);
  if (!holds(job.if, play.contexts)) return { result: "skipped", log: "", summary: "" };
  const runner = startRunner(play, job);
  const scope: Scope = { inputs: play.contexts["inputs"], steps: {}, env: {}, actionPath: "", failed: false };
  for (const step of job.steps) await runner.step(step, scope);
  return { result: scope.failed ? "failure" : "success", log: runner.log(), summary: runner.summary() };
}

interface Ended {
  readonly ok: boolean;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Where a step stands: in the job itself, or inside of a composite action. */
interface Scope {
  readonly inputs: unknown;
  readonly steps: Record<string, Ended>;
  readonly env: Readonly<Record<string, string>>;
  readonly actionPath: string;
  /** Whether a step has failed here: an action that is run after a failure does all of its own steps. */
  failed: boolean;
}

interface Runner {
  readonly step: (step: Step, scope: Scope) => Promise<void>;
  readonly log: () => string;
  readonly summary: () => string;
}

function startRunner(play: Play, job: Job): Runner {
  const workspace = join(play.folder, "workspace");
  const temp = join(play.folder, "temp");
  const summary = join(play.folder, "summary.md");
  for (const folder of [workspace, temp]) mkdirSync(folder, { recursive: true });
  writeFileSync(summary, "");
  let log = "";
  let count = 0;

  async function step(one: Step, scope: Scope): Promise<void> {
    const contexts = {
      ...play.contexts,
      inputs: scope.inputs,
      steps: scope.steps,
      runner: { temp },
      failed: scope.failed,
    };
    if (!holds(one.if, contexts)) return;
    const env = { ...scope.env, ...filled(one.env, contexts) };
    const inputs = filled(one.with, contexts);
    const ended =
      one.run === undefined
        ? await use(one.uses ?? "", inputs, env)
        : await shell(one.run, env, scope.actionPath);
    scope.failed ||= !ended.ok;
    if (one.id !== undefined) scope.steps[one.id] = ended;
  }

  async function use(
    name: string,
    inputs: Readonly<Record<string, string>>,
    env: Scope["env"],
  ): Promise<Ended> {
    if (name.startsWith("./")) return composite(join(workspace, name), inputs, env);
    const [action = "", pin = ""] = name.split("@");
    if (!/^[0-9a-f]{40}$/.test(pin)) throw new Error(`${name} is not pinned by a commit`);
    const played = play.actions[action];
    if (played === undefined) throw new Error(`${action} is not played here`);
    played(inputs, workspace);
    return { ok: true, outputs: {} };
  }

  async function composite(
    path: string,
    given: Readonly<Record<string, string>>,
    env: Scope["env"],
  ): Promise<Ended> {
    const action: Action = parse(readFileSync(join(path, "action.yml"), "utf8"));
    const unknown = Object.keys(given).filter((name) => !(name in action.inputs));
    if (unknown.length > 0) throw new Error(`${path} has no input ${unknown.join()}`);
    const defaults = Object.entries(action.inputs).map(
      ([name, input]) => [name, input.default ?? ""] as const,
    );
    const scope: Scope = {
      inputs: { ...Object.fromEntries(defaults), ...given },
      steps: {},
      env,
      actionPath: path,
      failed: false,
    };
    for (const one of action.runs.steps) await step(one, scope);
    const contexts = { inputs: scope.inputs, steps: scope.steps };
    const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, fill(value, contexts)]);
    return { ok: !scope.failed, outputs: Object.fromEntries(outputs) };
  }

  async function shell(script: string, env: Scope["env"], actionPath: string): Promise<Ended> {
    if (script.includes("${{")) throw new Error(`an expression stands in a shell line: ${script}`);
    count += 1;
    const output = join(play.folder, `output-${count}`);
    const file = join(play.folder, `step-${count}.sh`);
    writeFileSync(output, "");
    writeFileSync(file, script);
    const ran = await bash(file, workspace, {
      ...play.env,
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: temp,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_ACTION_PATH: actionPath,
      PERMISSIONS: JSON.stringify(job.permissions),
      ...env,
    });
    log += ran.text;
    const rows = readFileSync(output, "utf8").split("\n");
    const outputs = rows.flatMap((row) => (row.includes("=") ? [row.split(/=(.*)/s).slice(0, 2)] : []));
    return { ok: ran.code === 0, outputs: Object.fromEntries(outputs) };
  }

  return {
    step,
    log: () => log,
    summary: () => (existsSync(summary) ? readFileSync(summary, "utf8") : ""),
  };
}

function filled(
  values: Readonly<Record<string, unknown>> | undefined,
  contexts: Contexts,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [name, fill(String(value), contexts)]),
  );
}

function bash(
  file: string,
  cwd: string,
  env: Record<string, string>,
): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", file], {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (part: string) => (text += part));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, text }));
  });
}
