// Plays the `gh` program for the workflows' scripts: a GitHub that is a JSON file, and that asks for the permissions.
import { cpSync, readFileSync, writeFileSync } from "node:fs";

const github = JSON.parse(readFileSync(process.env.GITHUB_FAKE, "utf8"));
const permissions = JSON.parse(process.env.PERMISSIONS);
const [command, ...args] = process.argv.slice(2);
const option = (name) => args[args.indexOf(name) + 1];

function api() {
  const method = args.includes("--method") ? option("--method") : "GET";
  const path = args
    .at(-1)
    .split("?")[0]
    .replace(/^repos\/[^/]+\/[^/]+\//, "");
  const query = new URLSearchParams(args.at(-1).split("?")[1] ?? "");
  const body = args.includes("--input") ? JSON.parse(readFileSync(0, "utf8")) : undefined;
  if (body?.body?.length > 65_536) fail("the body is too long");
  const call = `${method} ${path}`;
  for (const [pattern, needs, answer] of ROUTES) {
    const match = pattern.exec(call);
    if (match === null) continue;
    if (!needs.some(allowed)) fail(`${call}: HTTP 403: it needs ${needs.join(" or ")}`);
    const reply = answer({ id: match[1], body, query });
    if (reply === undefined) fail(`${call}: HTTP 404`);
    process.stdout.write(JSON.stringify(args.includes("--slurp") ? [reply] : reply));
    return;
  }
  fail(`${call}: HTTP 404`);
}

function allowed(need) {
  const [name, level] = need.split(":");
  return permissions[name] === "write" || permissions[name] === level;
}

function add(list, item) {
  const made = { id: list.length + 1, user: { login: "github-actions[bot]" }, ...item };
  list.push(made);
  return keep(made);
}

function edit(item, body) {
  if (item !== undefined) Object.assign(item, body);
  return keep(item);
}

function keep(reply) {
  writeFileSync(process.env.GITHUB_FAKE, JSON.stringify(github));
  return reply;
}

/** What is asked of GitHub, which permission gives it, and what it answers. */
const ROUTES = [
  [/^GET issues\/(\d+)\/comments$/, ["pull-requests:read", "issues:read"], ({ id }) => commentsOf(id)],
  [
    /^POST issues\/(\d+)\/comments$/,
    ["pull-requests:write", "issues:write"],
    ({ id, body }) => add(github.comments, { issue: Number(id), ...body }),
  ],
  [
    /^PATCH issues\/comments\/(\d+)$/,
    ["pull-requests:write", "issues:write"],
    ({ id, body }) => edit(byId(github.comments, id), body),
  ],
  [/^GET issues$/, ["issues:read"], () => github.issues.filter(({ state }) => state === "open")],
  [
    /^POST issues$/,
    ["issues:write"],
    ({ body }) => add(github.issues, { number: github.issues.length + 101, state: "open", ...body }),
  ],
  [
    /^PATCH issues\/(\d+)$/,
    ["issues:write"],
    ({ id, body }) =>
      edit(
        github.issues.find(({ number }) => String(number) === id),
        body,
      ),
  ],
  [
    /^POST commits\/(\w+)\/comments$/,
    ["contents:write"],
    ({ id, body }) => add(github.commitComments, { sha: id, ...body }),
  ],
  [
    /^GET commits\/(\w+)\/pulls$/,
    ["pull-requests:read"],
    ({ id }) => github.pulls.filter((pull) => pull.merge_commit_sha === id),
  ],
  [
    /^GET actions\/runs$/,
    ["actions:read"],
    ({ query }) => ({ workflow_runs: github.runs.filter((run) => run.head_sha === query.get("head_sha")) }),
  ],
  [
    /^GET actions\/runs\/(\d+)\/artifacts$/,
    ["actions:read"],
    ({ id }) => ({ artifacts: github.artifacts.filter(({ run }) => String(run) === id) }),
  ],
];

function commentsOf(id) {
  return github.comments.filter(({ issue }) => String(issue) === id);
}

function byId(list, id) {
  return list.find((item) => String(item.id) === id);
}

function download(run, name, folder) {
  if (!allowed("actions:read")) fail("it needs actions:read");
  const artifact = github.artifacts.find((item) => String(item.run) === run && item.name === name);
  if (artifact === undefined) fail("no artifact matches");
  cpSync(artifact.folder, folder, { recursive: true });
}

function fail(why) {
  process.stderr.write(`gh: ${why}\n`);
  process.exit(1);
}

if ((process.env.GH_TOKEN ?? "") === "") fail("there is no GH_TOKEN");
else if (command === "api") api();
else if (command === "run" && args[0] === "download") download(args[1], option("--name"), option("--dir"));
else fail(`${command} is not played here`);
