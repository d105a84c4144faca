import type { Diagnostic } from "../../model/diagnostic.ts";
import { isLoopbackHttp } from "../../model/network/loopback.ts";

/**
 * What is wrong with the address of a service; undefined when a token may be sent there: https anywhere, http on loopback
 * only, no user name, no query. `name` says where the address came from, e.g. `DIMENSIONS_API_URL`.
 */
export function serviceUrlDiagnostic(text: string, name: string): Diagnostic | undefined {
  if (!URL.canParse(text)) {
    return diagnostic(`${name} is not a valid URL`, "give the full URL, e.g. https://api.na.myreports.cloud");
  }
  const url = new URL(text);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    return diagnostic(
      `${name} must contain only scheme, host and path`,
      "remove user name, password, query and fragment",
    );
  }
  if (url.protocol === "https:" || isLoopbackHttp(url)) return undefined;
  return diagnostic(`${name} does not use https`, `tokens are only sent encrypted: use https://${url.host}`);
}

function diagnostic(summary: string, hint: string): Diagnostic {
  return { code: "service-url", severity: "error", summary, hint };
}
