import { isLoopbackHttp } from "../model/network/loopback.ts";

/** Where a token may be sent: https, and plain http to this machine alone (the emulator, tests). */

/** The address as a URL when tokens may go there; undefined when it is no URL, not https, or holds a user name or password. */
export function safeUrl(address: string): URL | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") return undefined;
  return url.protocol === "https:" || isLoopbackHttp(url) ? url : undefined;
}
