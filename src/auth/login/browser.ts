import { spawn } from "node:child_process";
import type { Clock } from "../../model/ports/clock.ts";
import type { ProcessEnvironment } from "../tokens/credentials.ts";
import { safeUrl } from "../safe-url.ts";

/** Shows an address to the person at this machine. False when there is no browser to show it in. */
export type OpenBrowser = (url: string) => Promise<boolean>;

/** The parts of `process` that decide which program opens an address. */
export interface Desktop {
  readonly platform: string;
  readonly env: ProcessEnvironment;
  readonly clock: Clock;
}

/** An opener that may still be running after this time has opened something. */
const OPENER_TIMEOUT_MS = 2000;

/** Opens addresses with the desktop's own opener, as a program with arguments: no shell reads the address. */
export function createBrowserOpener(desktop: Desktop): OpenBrowser {
  return async (address) => {
    const url = safeUrl(address);
    const command = openerCommand(desktop);
    if (url === undefined || command === undefined) return false;
    const [program, ...args] = command;
    return await runs(program, [...args, url.href], desktop.clock);
  };
}

/** The opener's program and arguments; undefined where there is no desktop. */
export function openerCommand({ platform, env }: Omit<Desktop, "clock">): [string, ...string[]] | undefined {
  if (platform === "darwin") return ["open"];
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler"];
  const desktop = env["DISPLAY"] ?? env["WAYLAND_DISPLAY"];
  return desktop === undefined || desktop === "" ? undefined : ["xdg-open"];
}

/** Whether the program started and did not fail at once. */
async function runs(program: string, args: readonly string[], clock: Clock): Promise<boolean> {
  const ended = new AbortController();
  const child = spawn(program, args, { stdio: "ignore", detached: true, shell: false });
  const end = new Promise<boolean>((resolve) => {
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
  const wait = clock.sleep(OPENER_TIMEOUT_MS, ended.signal).then(() => true);
  const opened = await Promise.race([end, wait]);
  ended.abort();
  child.unref();
  return opened;
}
