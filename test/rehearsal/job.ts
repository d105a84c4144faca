import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { holds } from "./expressions.ts";
import { Runner, type Scope } from "./runner.ts";
import type { Job, Play } from "./workflow-file.ts";

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
  const runner = new Runner(play, job);
  const scope: Scope = { inputs: play.contexts["inputs"], steps: {}, env: {}, actionPath: "", failed: false };
  for (const step of job.steps) await runner.step(step, scope);
  return { result: scope.failed ? "failure" : "success", log: runner.log(), summary: runner.summary() };
}
