/** Plays one scenario with the real commands, in process, against the emulator over HTTP, on a clock that only sleeps move. */
import { cp, mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../src/commands/run.ts";
import type { Clock } from "../../src/model/ports/clock.ts";
import { inProcessIo, stillClock } from "../support/in-process-io.ts";
import { startService, type Service } from "./recorder.ts";
import { jsonOf, type Scenario } from "./scenario.ts";

/** What a scenario shows, file by file. */
export interface Shown {
  readonly plan: string;
  readonly requests: string;
  readonly result: string;
  /** The second plan. */
  readonly again: string;
}

const NOON = "2026-11-22T12:00:00Z";

export async function play({ folder, script }: Scenario): Promise<Shown> {
  const cwd = await mkdtemp(join(tmpdir(), "dimctl-scenario-"));
  const clock = stillClock(script.now ?? NOON);
  const service = await startService(jsonOf(folder, "live.json"), jsonOf(folder, "switches.json"), clock);
  const call = (...args: string[]): Promise<string> => command(args, { cwd, clock, service });
  try {
    await layOut(folder, cwd);
    if (existsSync(join(folder, "before"))) {
      await layOut(join(folder, "before"), cwd);
      await mustBeDone(call("apply", "--yes", ...secretsOf(cwd)));
      await layOut(folder, cwd);
    }
    const secrets = secretsOf(cwd);
    const applyArgs = script.apply ?? ["--yes"];
    const out = applyArgs.includes("plan.json") ? ["--out", "plan.json"] : [];
    const plan = await call("plan", ...(script.plan ?? []), ...out, ...secrets);
    await between(script.between ?? {}, { folder, cwd, clock, service, call });
    service.forget();
    const result = await call("apply", ...applyArgs, ...secretsOf(cwd));
    const requests = service.writes();
    const again = await call("plan", ...secretsOf(cwd));
    return { plan, requests, result, again };
  } finally {
    await service.close();
    await rm(cwd, { recursive: true, force: true });
  }
}

interface Stage {
  readonly cwd: string;
  readonly clock: Clock & { set(time: string): void };
  readonly service: Service;
}

/** Manifests, configuration and secrets of a folder, as they would are in a repository. */
async function layOut(folder: string, cwd: string): Promise<void> {
  if (existsSync(join(folder, "manifests"))) {
    await rm(join(cwd, "customers"), { recursive: true, force: true });
    await cp(join(folder, "manifests"), join(cwd, "customers"), { recursive: true });
  }
  for (const [from, to] of [
    ["config.yaml", "dimctl.yaml"],
    ["secrets.env", "secrets.env"],
  ] as const) {
    if (existsSync(join(folder, from))) {
      await writeFile(join(cwd, to), await readFile(join(folder, from)), { mode: 0o600 });
    }
  }
  await mkdir(join(cwd, "customers"), { recursive: true });
}

function secretsOf(cwd: string): readonly string[] {
  return existsSync(join(cwd, "secrets.env")) ? ["--secrets", join(cwd, "secrets.env")] : [];
}

async function between(
  { portal = [], planEdits = [], applied, now }: NonNullable<Scenario["script"]["between"]>,
  {
    folder,
    cwd,
    clock,
    service,
    call,
  }: Stage & { folder: string; call: (...args: string[]) => Promise<string> },
): Promise<void> {
  if (applied) await mustBeDone(call("apply", "plan.json", ...applied, ...secretsOf(cwd)));
  if (existsSync(join(folder, "between"))) await layOut(join(folder, "between"), cwd);
  for (const edit of portal) service.edit(edit);
  for (const [from, to] of planEdits) {
    const path = join(cwd, "plan.json");
    const text = await readFile(path, "utf8");
    if (!text.includes(from)) throw new Error(`the saved plan does not say ${from}`);
    await writeFile(path, text.replaceAll(from, to));
  }
  if (now !== undefined) clock.set(now);
}

async function mustBeDone(call: Promise<string>): Promise<void> {
  const said = await call;
  if (/^exit/m.test(said)) throw new Error(said);
}

/** The command line, what it prints, and its exit code unless that is 0. */
async function command(args: readonly string[], stage: Stage): Promise<string> {
  const heard = { stdout: "", stderr: "" };
  const { cwd, clock, service } = stage;
  const env = {
    DIMENSIONS_API_URL: service.url,
    DIMENSIONS_LOGIN_URL: service.url,
    DIMENSIONS_ACCESS_TOKEN: "scenario",
    DIMCTL_STATE_DIR: join(cwd, "state"),
  };
  const code = await run(inProcessIo(args, { cwd, clock, env, hostname: "scenario" }, heard));
  const shown = args.filter((arg, index) => arg !== "--secrets" && args[index - 1] !== "--secrets");
  const said = heard.stdout === "" ? heard.stderr : heard.stdout;
  const text = `$ dimctl ${shown.join(" ")}\n\n${said.trimEnd()}\n${code === 0 ? "" : `\nexit ${code}\n`}`;
  return stage.service.readable(text).replaceAll(stage.cwd, "");
}
