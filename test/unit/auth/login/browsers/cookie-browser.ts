/** A browser without a screen: cookies, redirects and forms, as far as a sign-in needs them. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly html: string;
}

export interface CookieBrowser {
  /** Follows redirects to the page where they end. */
  open(url: string): Promise<Page>;
  /** Fills the page's first form and sends it. */
  submit(page: Page, fields: Readonly<Record<string, string>>): Promise<Page>;
}

export function cookieBrowser(): CookieBrowser {
  const jar = new Map<string, string>();
  const go = async (url: string, form?: URLSearchParams): Promise<Page> => {
    const cookies = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, {
      redirect: "manual",
      headers: { cookie: cookies, accept: "text/html" },
      ...(form !== undefined && { method: "POST", body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) remember(jar, cookie);
    const location = response.headers.get("location");
    if (location !== null) return await go(new URL(location, url).href);
    return { url, status: response.status, html: await response.text() };
  };
  return {
    open: async (url) => await go(url),
    submit: async (page, fields) => {
      const action = /<form[^>]*\baction="([^"]*)"/.exec(page.html)?.[1] ?? page.url;
      const form = new URLSearchParams({ ...hiddenFields(page.html), ...fields });
      return await go(new URL(unescapeHtml(action), page.url).href, form);
    },
  };
}

function remember(jar: Map<string, string>, cookie: string): void {
  const [pair = ""] = cookie.split(";");
  const [name = "", ...value] = pair.split("=");
  if (value.join("=") === "") jar.delete(name);
  else jar.set(name, value.join("="));
}

function hiddenFields(html: string): Record<string, string> {
  const inputs = html.match(/<input[^>]*type="hidden"[^>]*>/g) ?? [];
  return Object.fromEntries(
    inputs.map((input) => [
      unescapeHtml(/name="([^"]*)"/.exec(input)?.[1] ?? ""),
      unescapeHtml(/value="([^"]*)"/.exec(input)?.[1] ?? ""),
    ]),
  );
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
