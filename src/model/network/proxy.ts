import { defined } from "../json/defined.ts";
import { isLoopbackHost } from "./loopback.ts";

/** Environment variables by name. */
type Variables = Readonly<Record<string, string | undefined>>;

/** The proxy that a connection goes through. */
export interface Proxy {
  /** Without user name and password. */
  readonly uri: string;
  /** The value of Proxy-Authorization. */
  readonly token?: string;
}

/** The order in which the first that is set counts; every name in lower case first, as curl reads them. */
const NAMES = ["https_proxy", "all_proxy", "http_proxy"] as const;
const PROXY_VARIABLES: readonly string[] = NAMES.flatMap((name) => [name, name.toUpperCase()]);

/**
 * The proxy for an address; undefined when there is none, the address is this machine, or NO_PROXY names it. `unusable`: the variable
 * whose value is no proxy that can be used. Requests outside of this machine are https, so all of them take one proxy.
 */
export function proxyFor(address: string, env: Variables): Proxy | { readonly unusable: string } | undefined {
  const name = PROXY_VARIABLES.find((one) => (env[one] ?? "").trim() !== "");
  if (name === undefined || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (isLoopbackHost(url.hostname) || isExempt(url, env["no_proxy"] ?? env["NO_PROXY"] ?? ""))
    return undefined;
  const proxy = parse(env[name] ?? "");
  if (proxy === undefined) return { unusable: name };
  return { uri: proxy.origin, ...defined({ token: basicToken(proxy) }) };
}

/** A proxy may be written without its scheme. */
function parse(text: string): URL | undefined {
  const trimmed = text.trim();
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  if (!URL.canParse(full)) return undefined;
  const url = new URL(full);
  return url.protocol === "http:" || url.protocol === "https:" ? url : undefined;
}

function basicToken({ username, password }: URL): string | undefined {
  if (username === "" && password === "") return undefined;
  return `Basic ${btoa(utf8(`${decoded(username)}:${decoded(password)}`))}`;
}

/** As a user name or password was meant; one that holds a stray `%` as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** One character per byte, as btoa takes it. */
const utf8 = (text: string): string => String.fromCharCode(...new TextEncoder().encode(text));

/** What of the proxy variables must never be shown: passwords, as written and decoded, and the header made of them. */
export function proxySecrets(env: Variables): readonly string[] {
  return PROXY_VARIABLES.flatMap((name) => {
    const url = parse(env[name] ?? "");
    if (url === undefined || url.password + url.username === "") return [];
    const token = basicToken(url)?.slice("Basic ".length) ?? "";
    return [url.password, decoded(url.password), token].filter((secret) => secret !== "");
  });
}

/** NO_PROXY: names, `.suffix`, `*.suffix`, addresses, each with or without a port, and `*` for everything. */
function isExempt(url: URL, list: string): boolean {
  const host = bare(url.hostname);
  const port = url.port === "" ? "443" : url.port;
  return list
    .split(/[,\s]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      if (entry === "*") return true;
      const [, name = "", only] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? ["", entry];
      if (only !== undefined && only !== port) return false;
      const wanted = bare(name.replace(/^\*?\./, ""));
      return wanted !== "" && (host === wanted || host.endsWith(`.${wanted}`));
    });
}

/** A host in lower case, without the brackets of IPv6 and without the dot of the root. */
const bare = (host: string): string => host.toLowerCase().replaceAll(/[[\]]|\.$/g, "");
