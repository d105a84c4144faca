// The report of dimctl as the text of a comment or an issue.
import { readFileSync } from "node:fs";

/** GitHub's limit for one comment or issue. */
const LIMIT = 65_536;

/** The hidden first line that identifies a text: its subject, e.g. `plan`, and the environment. */
export function marker(what, environment = "") {
  const name = `${what} ${environment}`.replaceAll(/[^\w.]+/g, " ").trim();
  return `<!-- dimctl ${name.slice(0, 100)} -->`;
}

/** The report under our own marker, with a link to its run. */
export function textOf(path, first, link) {
  const report = readFileSync(path, "utf8")
    .replace(/^<!--.*-->\n*/, "")
    .trimEnd();
  const tail = link === "" ? "" : `\n\n${link}`;
  const text = `${first}\n\n${report}${tail}`;
  if (text.length <= LIMIT) return text;
  const verdict = report.split("\n\n").slice(0, 2).join("\n\n").slice(0, 10_000);
  return `${first}\n\n${verdict}\n\n_The report is too long for a comment; see the summary and the artifact of the run._${tail}`;
}

/** The link to the current run. */
export function runLink({ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run }) {
  return server && repository && run
    ? `[Run and artifacts](${server}/${repository}/actions/runs/${run})`
    : "";
}
