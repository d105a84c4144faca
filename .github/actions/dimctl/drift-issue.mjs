// Keeps one issue about drift: opens it, updates it, and closes it when the drift is resolved.
import { env, stdout } from "node:process";
import { api, isOurs, list, needed } from "./github.mjs";
import { marker, runLink, textOf } from "./report-text.mjs";

const repository = needed("GITHUB_REPOSITORY");
const exitCode = needed("EXIT_CODE");
const environment = env.ENVIRONMENT || "the default environment";
const first = marker("drift", env.ENVIRONMENT);

const issues = list(`repos/${repository}/issues?state=open`).filter(
  (issue) => !issue.pull_request && isOurs(issue) && issue.body?.startsWith(first),
);
const [issue, ...doubles] = issues.toSorted((left, right) => left.number - right.number);
if (exitCode === "2" || (exitCode === "3" && env.HAS_CHANGES === "true")) report();
else if (exitCode === "0") for (const { number } of issues) close(number, "The drift is resolved.");
else stdout.write(`Drift could not be determined (exit code ${exitCode}); the issue is unchanged.\n`);

function report() {
  const text = {
    title: `Drift in ${environment}`,
    body: textOf(needed("REPORT"), first, runLink(env)),
  };
  if (issue) api("PATCH", `repos/${repository}/issues/${issue.number}`, text);
  else api("POST", `repos/${repository}/issues`, text);
  for (const { number } of doubles) close(number, `Continued in #${issue.number}.`);
}

function close(number, why) {
  const body = [why, runLink(env)].filter((part) => part !== "").join(" ");
  api("POST", `repos/${repository}/issues/${number}/comments`, { body });
  api("PATCH", `repos/${repository}/issues/${number}`, { state: "closed" });
}
