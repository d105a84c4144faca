import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createBrowserOpener, openerCommand } from "../../../../src/auth/login/browser.ts";
import { manualClock } from "../manual-clock.ts";

test.for([
  ["darwin", {}, ["open"]],
  ["win32", {}, ["rundll32", "url.dll,FileProtocolHandler"]],
  ["linux", { DISPLAY: ":0" }, ["xdg-open"]],
  ["linux", { WAYLAND_DISPLAY: "wayland-0" }, ["xdg-open"]],
  ["linux", { DISPLAY: "" }, undefined],
  ["linux", {}, undefined],
] as const)("on %s with %o the opener is %o", ([platform, env, opener]) => {
  expect(openerCommand({ platform, env })).toEqual(opener);
});

describe.skipIf(process.platform === "win32")(
  "opening an address (skipped on Windows: the opener is a script)",
  () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), "dimctl-browser-"));
    });
    afterEach(async () => {
      vi.unstubAllEnvs();
      await rm(folder, { recursive: true });
    });
    const open = createBrowserOpener({ platform: "linux", env: { DISPLAY: ":0" }, clock: manualClock() });

    async function opener(lines: string): Promise<void> {
      await writeFile(join(folder, "xdg-open"), `#!/bin/sh\n${lines}\n`);
      await chmod(join(folder, "xdg-open"), 0o755);
      vi.stubEnv("PATH", `${folder}:/usr/bin:/bin`);
    }

    test("the address is one argument, whatever a shell would make of it", async () => {
      await opener(`printf '%s|' "$@" > "${join(folder, "said")}"`);
      const url = "https://login.example/?a=1&b=$(id);c='d'";
      expect(await open(url)).toBe(true);
      expect(await readFile(join(folder, "said"), "utf8")).toBe(`${new URL(url).href}|`);
    });

    test("an opener that fails, or does not exist, has opened nothing", async () => {
      await opener("exit 3");
      expect(await open("https://login.example/")).toBe(false);
      vi.stubEnv("PATH", join(folder, "nowhere"));
      expect(await open("https://login.example/")).toBe(false);
    });

    test("what is no https address is not opened", async () => {
      await opener("exit 0");
      expect(await open("file:///etc/passwd")).toBe(false);
    });
  },
);
