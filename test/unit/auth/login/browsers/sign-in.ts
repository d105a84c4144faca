/** What a person does on the provider's development pages. */
import { cookieBrowser } from "./cookie-browser.ts";
import type { Page } from "./cookie-browser.ts";

/** Signs in on the provider's development pages: a name, then consent; ends on the page that dimctl shows. */
export async function signIn(url: string): Promise<Page> {
  const browser = cookieBrowser();
  const consent = await browser.submit(await browser.open(url), { login: "ana", password: "x" });
  return await browser.submit(consent, {});
}

/** Goes to the provider's own "cancel". */
export async function refuse(url: string): Promise<Page> {
  const browser = cookieBrowser();
  const page = await browser.open(url);
  return await browser.open(new URL(/href="([^"]*\/abort)"/.exec(page.html)?.[1] ?? "", page.url).href);
}

export function follows(page: Promise<Page>): boolean {
  page.catch(() => {});
  return true;
}
