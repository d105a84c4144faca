/** Where a token may be sent: https, and plain http to this machine alone (the emulator, tests). */

/** The address as a URL when tokens may go there; undefined when it is no URL, not https, or holds a user name or password. */
export function safeUrl(address: string): URL | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") return undefined;
  return url.protocol === "https:" || isLoopback(url) ? url : undefined;
}

/** Whether the URL is plain http to this machine: the only http that is ever spoken. */
export function isLoopback(url: URL): boolean {
  return url.protocol === "http:" && isLoopbackHost(url.hostname);
}

function isLoopbackHost(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
