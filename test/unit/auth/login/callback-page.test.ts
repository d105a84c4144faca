import { expect, test } from "vitest";
import { notSignedIn, PAGE_HEADERS, renderPage } from "../../../../src/auth/login/callback-page.ts";

test("every text of the page is escaped, and nothing in it may run or load", () => {
  const html = renderPage(notSignedIn(`<script>alert("1")</script> & 'more'`));
  expect(html).toContain(
    "<p>&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62; &#38; &#39;more&#39;. You can close this window; see the terminal for what to do.</p>",
  );
  expect(html).not.toMatch(/<script|https?:|src=|href=/);
  expect(PAGE_HEADERS["content-security-policy"]).toContain("default-src 'none'");
  expect(PAGE_HEADERS["referrer-policy"]).toBe("no-referrer");
});
