// GitHub's API through the `gh` command, which is installed on every runner and reads GH_TOKEN.
import { spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { env } from "node:process";

/** The reply of one call; `body` is sent as JSON. Throws with gh's complaint. */
export function api(method, path, body) {
  const sent = body === undefined ? [] : ["--input", "-"];
  const reply = gh(
    ["api", "--method", method, ...sent, path],
    body === undefined ? "" : JSON.stringify(body),
  );
  return reply.trim() === "" ? undefined : JSON.parse(reply);
}

/** All items of a list; `key` names the list inside of a page that is an object. */
export function list(path, key) {
  const separator = path.includes("?") ? "&" : "?";
  const pages = JSON.parse(gh(["api", "--paginate", "--slurp", `${path}${separator}per_page=100`]));
  return pages.flatMap((page) => (key === undefined ? page : page[key]));
}

/** Runs gh without a shell. */
export function gh(args, input = "") {
  const { status, stdout, stderr, error } = spawnSync("gh", args, {
    input,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["pipe", "pipe", "pipe"],
  });
  if (status === 0) return stdout;
  throw error ?? new Error(`gh ${args.slice(0, 4).join(" ")}: ${stderr.trim()}`);
}

/** A variable that the workflow must set. */
export function needed(name) {
  const value = env[name] ?? "";
  if (value === "") throw new Error(`the variable ${name} is not set`);
  return value;
}

/** Sets outputs of the step. Values hold no line breaks. */
export function setOutputs(outputs) {
  const text = Object.entries(outputs).map(
    ([name, value]) => `${name}=${String(value).replaceAll(/[\r\n]+/g, " ")}\n`,
  );
  appendFileSync(needed("GITHUB_OUTPUT"), text.join(""));
}

/** Whether this workflow wrote it: anybody can write a comment that begins as ours do. */
export function isOurs(item) {
  return item.user?.login === (env.AUTHOR || "github-actions[bot]");
}
