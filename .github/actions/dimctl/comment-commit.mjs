// Comments on the commit what an apply left undone: its result, and what a fresh plan still contains.
import { existsSync } from "node:fs";
import { env } from "node:process";
import { api, needed } from "./github.mjs";
import { marker, runLink, textOf } from "./report-text.mjs";

const repository = needed("GITHUB_REPOSITORY");
const commit = needed("COMMIT");
const { RESULT = "", REST = "", WHY = "", ENVIRONMENT } = env;

const heading = WHY === "" ? "This commit is only partially applied." : `This commit is not applied: ${WHY}.`;
const help = 'Review the remaining changes below, then run the workflow "By hand" for these customers.';
const first = `${marker("apply", ENVIRONMENT)}\n\n**${heading}** ${help}`;
const paths = [RESULT, REST].filter((path) => path !== "" && existsSync(path));
for (const [index, path] of paths.entries()) {
  // Each report fits into one comment; both together may not.
  api("POST", `repos/${repository}/commits/${commit}/comments`, {
    body: textOf(path, index === 0 ? first : marker("apply", ENVIRONMENT), runLink(env)),
  });
}
if (paths.length === 0) {
  api("POST", `repos/${repository}/commits/${commit}/comments`, {
    body: `${first}\n\n${runLink(env)}`,
  });
}
