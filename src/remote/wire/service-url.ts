import type { Diagnostic } from "../../model/diagnostic.ts";
import { isLoopbackHttp } from "../../model/loopback.ts";

/**
 * What is wrong with the address of a service; undefined when a token may be sent there: https anywhere, http on loopback
 * only, no user name, no query. `name` says where the address came from, e.g. `DIMENSIONS_API_URL`.
 */
export function serviceUrlDiagnostic(text: string, name: string): Diagnostic | undefined {
  if (!URL.canParse(text)) {
    return diagnostic(`${name} is not a web address`, "write it whole, e.g. https://api.na.myreports.cloud");
  }
  const url = new URL(text);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    return diagnostic(
      `${name} carries more than a host and a path`,
      "leave out user name, password, ? and # parts",
    );
  }
  if (url.protocol === "https:" || isLoopbackHttp(url)) return undefined;
  return diagnostic(
    `${name} does not use https`,
    `a token may only travel encrypted: write https://${url.host}`,
  );
}

function diagnostic(summary: string, hint: string): Diagnostic {
  return { code: "service-url", severity: "error", summary, hint };
}
