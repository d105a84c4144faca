// Creates the plan comment of a pull request, or updates the existing one.
import { env } from "node:process";
import { api, isOurs, list, needed } from "./github.mjs";
import { marker, runLink, textOf } from "./report-text.mjs";

const repository = needed("GITHUB_REPOSITORY");
const number = needed("PULL_REQUEST");
const first = marker("plan", env.ENVIRONMENT);
const body = textOf(needed("REPORT"), first, runLink(env));

const comments = list(`repos/${repository}/issues/${number}/comments`);
const earlier = comments.find((comment) => isOurs(comment) && comment.body.startsWith(first));
if (earlier) api("PATCH", `repos/${repository}/issues/comments/${earlier.id}`, { body });
else api("POST", `repos/${repository}/issues/${number}/comments`, { body });
