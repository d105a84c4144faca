import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { login } from "../../../../src/auth/login/login.ts";
import type { ServedEmulator } from "../../../../src/emulator/server.ts";
import { findChromium, startChromium } from "./browsers/chromium.ts";
import type { ChromiumPage } from "./browsers/chromium.ts";
import { ENVIRONMENT, memoryStore } from "../tokens/memory-store.ts";
import { problemOf } from "../problem-of.ts";
import { EMULATOR_CLIENT, servedEmulator, SYSTEM_CLOCK } from "./served-emulator.ts";

const program = findChromium();
const title =
  program === undefined
    ? "sign-in in a real browser (skipped: no chromium or google-chrome on PATH)"
    : `sign-in in a real browser (${program})`;

describe.skipIf(program === undefined)(title, () => {
  let page: ChromiumPage;
  let served: ServedEmulator;
  beforeAll(async () => {
    ({ served } = await servedEmulator());
    page = await startChromium(program ?? "");
  });
  afterAll(async () => {
    await page.close();
    await served.close();
  });

  test("a person types a name, allows, and reads that the window may be closed", async () => {
    const { tokens, last } = await signIn("allow");
    expect(tokens).toMatchObject({ scope: "openid offline_access onboarding" });
    expect(await last).toBe("Signed in\n\ndimctl is signed in to Dimensions. You can close this window.");
  });

  test("a person refuses, and reads that nobody was signed in", async () => {
    const { problem: diagnostic, last } = await signIn("refuse");
    expect(diagnostic).toMatchObject({ code: "login-consent-refused" });
    expect(await last).toBe(
      "Not signed in\n\nConsent was denied in the browser; not signed in. You can close this window; see the terminal for what to do.",
    );
  });

  interface Ended {
    readonly tokens?: object;
    readonly problem?: object;
    readonly last: Promise<string>;
  }

  async function signIn(decision: "allow" | "refuse"): Promise<Ended> {
    let last: Promise<string> = Promise.resolve("");
    const store = memoryStore();
    const work = login({
      host: { url: served.url },
      client: EMULATOR_CLIENT,
      store,
      environmentKey: ENVIRONMENT,
      clock: SYSTEM_CLOCK,
      announce: () => {},
      redirect: "http://127.0.0.1:0",
      openBrowser: async (url) => {
        last = answer(url, decision);
        return true;
      },
    });
    if (decision === "refuse") return { problem: await problemOf(work), last };
    return { tokens: (await work).tokens, last };
  }

  /** Answers the page as a person does, and gives the text of the page where it ends. */
  async function answer(url: string, decision: string): Promise<string> {
    await page.open(url);
    await until("document.activeElement?.id === 'user'");
    await page.type("ana");
    await page.evaluate(`document.querySelector('button[value=${decision}]').click()`);
    await until("document.title.endsWith('– dimctl') && document.readyState === 'complete'");
    return String(await page.evaluate("document.body.innerText"));
  }

  async function until(expression: string): Promise<void> {
    while ((await page.evaluate(expression)) !== true)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }
});
