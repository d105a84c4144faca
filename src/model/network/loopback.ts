/** The addresses of this machine: the only ones to which anything is ever sent over plain http. */

/** Whether a host, as `URL.hostname` has it, is this machine: `localhost`, 127.0.0.0/8 or `[::1]`. */
export function isLoopbackHost(hostname: string): boolean {
  // The URL parser has normalised it: `127.1` comes as 127.0.0.1.
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** Whether the URL is plain http to this machine: the only http over which a token goes. */
export function isLoopbackHttp(url: URL): boolean {
  return url.protocol === "http:" && isLoopbackHost(url.hostname);
}

/** An address to which a sign-in may return: plain http on this machine, no user, query or fragment. undefined: it is none. */
export function parseLoopbackRedirect(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !isLoopbackHttp(url)) return undefined;
  return url.username + url.password + url.search + url.hash === "" ? url : undefined;
}
