import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { login, SIGN_IN_TIMEOUT_MS } from "../../../../src/auth/login/login.ts";
import { cookieBrowser } from "./browsers/cookie-browser.ts";
import type { Page } from "./browsers/cookie-browser.ts";
import { manualClock } from "../manual-clock.ts";
import { problemOf } from "../problem-of.ts";
import { provider, redirect, options } from "./provider/provider-login.ts";

describe("login without an answer that can be used", () => {
  test("a wrong state ends the sign-in before the code is used", async () => {
    const before = provider.tokenRequests();
    let page: Promise<Page> | undefined;
    const openBrowser = async (): Promise<boolean> => {
      page = cookieBrowser().open(`${redirect}/?code=stolen&state=somebody-elses`);
      return true;
    };
    expect(await problemOf(login(options({ openBrowser })))).toMatchObject({
      kind: "service",
      code: "login-wrong-state",
    });
    expect(await page).toMatchObject({
      status: 400,
      html: expect.stringContaining("<h1>Not signed in</h1>"),
    });
    expect(provider.tokenRequests()).toBe(before);
  });

  test("nobody signs in for five minutes", async () => {
    const clock = manualClock();
    const ended = problemOf(login(options({ clock, openBrowser: async () => false })));
    while (clock.sleepers === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    clock.advance(SIGN_IN_TIMEOUT_MS - 1);
    expect(clock.sleepers).toBe(1);
    clock.advance(1);
    expect(await ended).toMatchObject({ kind: "service", code: "login-timeout" });
  });

  test("Ctrl-C ends the waiting", async () => {
    const stop = new AbortController();
    const announce = (): void => stop.abort();
    expect(await problemOf(login(options({ signal: stop.signal, announce })))).toMatchObject({
      kind: "service",
      code: "login-interrupted",
    });
  });

  test("a port in use is named before the browser is opened", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;
    const opened: string[] = [];
    const openBrowser = async (url: string): Promise<boolean> => opened.push(url) > 0;
    const diagnostic = await problemOf(login(options({ redirect: `http://127.0.0.1:${port}`, openBrowser })));
    other.close();
    expect(diagnostic).toEqual({
      kind: "service",
      code: "redirect-port-in-use",
      summary: `port ${port} is in use; dimctl needs it to receive the sign-in`,
      hint: "stop the other program (another `dimctl login`?), or choose another redirect URL",
    });
    expect(opened).toEqual([]);
  });

  test("a redirect address that is not on this machine is a mistake in the call", async () => {
    expect(await problemOf(login(options({ redirect: "http://10.0.0.1:8000" })))).toMatchObject({
      kind: "input",
      code: "redirect-not-loopback",
    });
  });

  test("a login host that is neither https nor loopback is never asked", async () => {
    const asked: string[] = [];
    const send = async (url: string): Promise<Response> => {
      asked.push(url);
      return new Response();
    };
    expect(await problemOf(login(options({ host: { url: "http://login.example" }, send })))).toMatchObject({
      kind: "service",
      code: "login-address-unsafe",
    });
    expect(asked).toEqual([]);
  });
});
