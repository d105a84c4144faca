import type { PlayedJob } from "./job.ts";
import type { Place } from "./place.ts";

/** A pull request from its first push to its merge, with the workflows that GitHub would run on the way. */
export interface PullRequest {
  readonly number: number;
  /** Commits what `change` does, pushes it, and plays the two jobs. */
  readonly push: (change: () => void) => Promise<{ readonly validate: PlayedJob; readonly plan: PlayedJob }>;
  /** Merges it; what is returned plays the apply. */
  readonly merge: () => () => Promise<PlayedJob>;
}

export function pullRequest(
  place: Place,
  number: number,
  options: { readonly fork?: boolean } = {},
): PullRequest {
  const branch = `request-${number}`;
  place.git("checkout", "--quiet", "-B", branch, "origin/main");
  place.changeGithub(({ pulls }) => pulls.push({ number, head: { sha: "" } }));

  async function push(change: () => void): Promise<{ validate: PlayedJob; plan: PlayedJob }> {
    change();
    place.git("add", "-A");
    place.git("commit", "--quiet", "-m", `Request ${number}`);
    const head = place.git("rev-parse", "HEAD");
    const preview = mergeOf(place, branch, `refs/pull/${number}/merge`);
    const run = number * 100 + place.github().runs.length;
    const fork = options.fork === true;
    place.changeGithub(({ pulls, runs }) => {
      for (const pull of pulls) if (pull.number === number) pull.head.sha = head;
      runs.push({
        id: run,
        path: ".github/workflows/pull-request.yml",
        head_sha: head,
        head_repository: { id: fork ? 2 : 1 },
        repository: { id: 1 },
      });
    });
    const event = {
      pull_request: {
        number,
        head: { repo: { full_name: fork ? "stranger/customers" : "reseller/customers" } },
      },
    };
    const job = { github: { event }, sha: preview, ref: `refs/pull/${number}/merge`, fork, run };
    const validate = await place.play("pull-request.yml", "validate", job);
    return { validate, plan: await place.play("pull-request.yml", "plan", job) };
  }

  function merge(): () => Promise<PlayedJob> {
    const before = place.git("rev-parse", "origin/main");
    const sha = mergeOf(place, branch, "refs/heads/main");
    place.changeGithub(({ pulls }) => {
      for (const pull of pulls)
        if (pull.number === number) Object.assign(pull, { merged_at: "now", merge_commit_sha: sha });
    });
    const job = { github: { event: { before, created: false } }, sha, ref: sha };
    return () => place.play("apply.yml", "apply", job);
  }

  return { number, push, merge };
}

/** Pushes the merge of a branch into main as this ref; the commit. */
function mergeOf({ git }: Place, branch: string, ref: string): string {
  git("fetch", "--quiet", "origin", "+refs/heads/main:refs/remotes/origin/main");
  git("checkout", "--quiet", "--detach", "origin/main");
  git("merge", "--quiet", "--no-ff", "-m", `Merge ${branch}`, branch);
  const sha = git("rev-parse", "HEAD");
  git("push", "--quiet", "--force", "origin", `HEAD:${ref}`);
  git("fetch", "--quiet", "origin", "+refs/heads/main:refs/remotes/origin/main");
  git("checkout", "--quiet", branch);
  return sha;
}
