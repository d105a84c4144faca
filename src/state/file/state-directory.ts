import { posix, win32 } from "node:path";

/** What decides where the state directory is: variables, Node's platform name and the person's home directory. */
export interface DirectorySources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly home: string;
}

/**
 * The state directory: DIMCTL_STATE_DIR, else the system's custom: %LOCALAPPDATA%\dimctl, ~/Library/Application
 * Support/dimctl, $XDG_STATE_HOME/dimctl or ~/.local/state/dimctl. An empty variable counts as none; a relative
 * XDG_STATE_HOME is ignored, as its specification says.
 */
export function stateDirectory({ env, platform, home }: DirectorySources): string {
  const own = env["DIMCTL_STATE_DIR"];
  if (own !== undefined && own !== "") return own;
  if (platform === "win32") {
    const local = env["LOCALAPPDATA"];
    return win32.join(
      local === undefined || local === "" ? win32.join(home, "AppData", "Local") : local,
      "dimctl",
    );
  }
  if (platform === "darwin") return posix.join(home, "Library", "Application Support", "dimctl");
  const xdg = env["XDG_STATE_HOME"];
  const base = xdg !== undefined && posix.isAbsolute(xdg) ? xdg : posix.join(home, ".local", "state");
  return posix.join(base, "dimctl");
}
