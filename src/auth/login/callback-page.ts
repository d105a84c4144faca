/** The page that the browser shows after the redirect: what happened, and that the window may be closed. */
export interface CallbackPage {
  readonly title: string;
  readonly text: string;
  /** HTTP status of the page. */
  readonly status: number;
}

/** After a sign-in that went well. */
export const SIGNED_IN: CallbackPage = {
  status: 200,
  title: "Signed in",
  text: "dimctl is signed in to Dimensions. You can close this window.",
};

/** For every address but the one that the login waits at. */
export const NOT_HERE: CallbackPage = {
  status: 404,
  title: "Not found",
  text: "dimctl expects the sign-in at another address. You can close this window.",
};

/** For a return with another state: an old window, or a stranger. The sign-in goes on waiting. */
export const OTHER_SIGN_IN: CallbackPage = {
  status: 400,
  title: "Another sign-in",
  text: "This page belongs to another sign-in and was ignored. dimctl is still waiting: use the window that it opened.",
};

/** For a second answer to the same login. */
export const ANSWERED_BEFORE: CallbackPage = {
  status: 409,
  title: "Already completed",
  text: "This sign-in is already completed. You can close this window.",
};

/** The page for a sign-in that failed; `reason` is a problem's summary; it is shown as text, as a sentence. */
export function notSignedIn(reason: string): CallbackPage {
  return {
    status: 400,
    title: "Not signed in",
    text: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}. You can close this window; see the terminal for what to do.`,
  };
}

/** The page as HTML: no script, no outside address, every text escaped. */
export function renderPage(page: CallbackPage): string {
  const title = escapeHtml(page.title);
  return [
    "<!doctype html>",
    `<html lang="en"><head><meta charset="utf-8"><title>${title} – dimctl</title>`,
    '<meta name="viewport" content="width=device-width"><style>',
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1rem}",
    "</style></head>",
    `<body><main><h1>${title}</h1><p>${escapeHtml(page.text)}</p></main></body></html>`,
    "",
  ].join("\n");
}

/** Nothing may run or load; the address, which holds the code, is not handed on or kept. */
export const PAGE_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  connection: "close",
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
