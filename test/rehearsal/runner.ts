import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { fill, holds, type Contexts } from "./expressions.ts";
import type { Action, Job, Play, Step } from "./workflow-file.ts";

interface Ended {
  readonly ok: boolean;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Where a step stands: in the job itself, or inside of a composite action. */
export interface Scope {
  readonly inputs: unknown;
  readonly steps: Record<string, Ended>;
  readonly env: Readonly<Record<string, string>>;
  readonly actionPath: string;
  /** Whether a step has failed here: an action that is run after a failure does all of its own steps. */
  failed: boolean;
}

/** Runs the steps of one job, one after the other, in a workspace of its own. */
export class Runner {
  readonly #play: Play;
  readonly #job: Job;
  readonly #workspace: string;
  readonly #temp: string;
  readonly #summary: string;
  #log = "";
  #count = 0;

  constructor(play: Play, job: Job) {
    this.#play = play;
    this.#job = job;
    this.#workspace = join(play.folder, "workspace");
    this.#temp = join(play.folder, "temp");
    this.#summary = join(play.folder, "summary.md");
    for (const folder of [this.#workspace, this.#temp]) mkdirSync(folder, { recursive: true });
    writeFileSync(this.#summary, "");
  }

  /** Runs a step, when its condition holds, and keeps how it ended in its scope. */
  async step(one: Step, scope: Scope): Promise<void> {
    const contexts = {
      ...this.#play.contexts,
      inputs: scope.inputs,
      steps: scope.steps,
      runner: { temp: this.#temp },
      failed: scope.failed,
    };
    if (!holds(one.if, contexts)) return;
    const env = { ...scope.env, ...filled(one.env, contexts) };
    const inputs = filled(one.with, contexts);
    const ended =
      one.run === undefined
        ? await this.#use(one.uses ?? "", inputs, env)
        : await this.#shell(one.run, env, scope.actionPath);
    scope.failed ||= !ended.ok;
    if (one.id !== undefined) scope.steps[one.id] = ended;
  }

  log(): string {
    return this.#log;
  }

  summary(): string {
    return existsSync(this.#summary) ? readFileSync(this.#summary, "utf8") : "";
  }

  async #use(name: string, inputs: Readonly<Record<string, string>>, env: Scope["env"]): Promise<Ended> {
    if (name.startsWith("./")) return this.#composite(join(this.#workspace, name), inputs, env);
    const [action = "", pin = ""] = name.split("@");
    if (!/^[0-9a-f]{40}$/.test(pin)) throw new Error(`${name} is not pinned by a commit`);
    const played = this.#play.actions[action];
    if (played === undefined) throw new Error(`${action} is not played here`);
    played(inputs, this.#workspace);
    return { ok: true, outputs: {} };
  }

  async #composite(path: string, given: Readonly<Record<string, string>>, env: Scope["env"]): Promise<Ended> {
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
    for (const one of action.runs.steps) await this.step(one, scope);
    const contexts = { inputs: scope.inputs, steps: scope.steps };
    const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, fill(value, contexts)]);
    return { ok: !scope.failed, outputs: Object.fromEntries(outputs) };
  }

  async #shell(script: string, env: Scope["env"], actionPath: string): Promise<Ended> {
    if (script.includes("${{")) throw new Error(`an expression stands in a shell line: ${script}`);
    this.#count += 1;
    const output = join(this.#play.folder, `output-${this.#count}`);
    const file = join(this.#play.folder, `step-${this.#count}.sh`);
    writeFileSync(output, "");
    writeFileSync(file, script);
    const ran = await bash(file, this.#workspace, {
      ...this.#play.env,
      GITHUB_WORKSPACE: this.#workspace,
      RUNNER_TEMP: this.#temp,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: this.#summary,
      GITHUB_ACTION_PATH: actionPath,
      PERMISSIONS: JSON.stringify(this.#job.permissions),
      ...env,
    });
    this.#log += ran.text;
    const rows = readFileSync(output, "utf8").split("\n");
    const outputs = rows.flatMap((row) => (row.includes("=") ? [row.split(/=(.*)/s).slice(0, 2)] : []));
    return { ok: ran.code === 0, outputs: Object.fromEntries(outputs) };
  }
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
