// Finds the plan of the pull request that this commit merged, and downloads it.
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, stdout } from "node:process";
import { api, gh, list, needed, setOutputs } from "./github.mjs";

const ARTIFACT = "dimctl-plan";
const WORKFLOW = ".github/workflows/pull-request.yml";

const repository = needed("GITHUB_REPOSITORY");
const found = find(needed("COMMIT"));
setOutputs({ plan: found.plan ?? "", why: found.why ?? "" });
stdout.write(`${found.why ?? `The approved plan of pull request ${found.pull} is ${found.plan}.`}\n`);

function find(commit) {
  const pulls = api("GET", `repos/${repository}/commits/${commit}/pulls`).filter((pull) => pull.merged_at);
  const pull = pulls.find((candidate) => candidate.merge_commit_sha === commit) ?? pulls[0];
  if (pull === undefined) return { why: "it is not from a merged pull request" };
  for (const run of runsOf(pull)) {
    const folder = download(run);
    if (folder !== undefined) return { pull: pull.number, plan: join(folder, "plan.json") };
  }
  return { why: `the plan of pull request ${pull.number} was not found or has expired` };
}

/** The runs for the last commit of the pull request, newest first. */
function runsOf({ head }) {
  const runs = list(
    `repos/${repository}/actions/runs?event=pull_request&head_sha=${head.sha}`,
    "workflow_runs",
  );
  return runs.filter(isTrusted).toSorted((left, right) => right.id - left.id);
}

/** A fork can upload an artifact of any name: only runs from a branch of this repository are trusted. */
function isTrusted(run) {
  return run.path.split("@")[0] === WORKFLOW && run.head_repository?.id === run.repository?.id;
}

/** undefined: the run has no plan, or it has expired. */
function download(run) {
  const artifacts = list(
    `repos/${repository}/actions/runs/${run.id}/artifacts?name=${ARTIFACT}`,
    "artifacts",
  );
  if (!artifacts.some(({ name, expired }) => name === ARTIFACT && !expired)) return undefined;
  const folder = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), "approved-"));
  gh(["run", "download", String(run.id), "--repo", repository, "--name", ARTIFACT, "--dir", folder]);
  return existsSync(join(folder, "plan.json")) ? folder : undefined;
}
