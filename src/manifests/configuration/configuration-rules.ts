import type { ConfigurationFile } from "#schemas/configuration";
import { defined } from "../../model/json/defined.ts";
import { isLoopbackHost, isLoopbackHttp, parseLoopbackRedirect } from "../../model/network/loopback.ts";
import { quoted, type ManifestDiagnostic, type Path } from "../manifest-diagnostic.ts";

/** What the schema cannot say of a configuration file. */
export function configurationFaults(file: ConfigurationFile): readonly ManifestDiagnostic[] {
  return [
    ...environmentFaults(file),
    ...stateFaults(file),
    ...redirectFaults(file),
    ...roleFaults(file),
    ...rolloutFaults(file),
  ];
}

const ADDRESSES = ["api", "login", "authorizeUrl", "tokenUrl"] as const;

function environmentFaults(file: ConfigurationFile): readonly ManifestDiagnostic[] {
  return Object.entries(file.environments ?? {}).flatMap(([name, written]) => {
    const path = ["environments", name];
    const addresses = ADDRESSES.flatMap((key) => {
      const fault = written[key] === undefined ? undefined : baseAddressFault(written[key]);
      return fault === undefined ? [] : [error("bad-address", [...path, key], `\`${key}\` ${fault}`)];
    });
    const service = [...ADDRESSES, "account" as const, "secretIn" as const, "reseller" as const].some(
      (key) => written[key] !== undefined,
    );
    if ((written.authorizeUrl === undefined) !== (written.tokenUrl === undefined)) {
      const summary = `environment ${quoted(name)} has only one of \`authorizeUrl\` and \`tokenUrl\``;
      return [error("login-endpoints", path, summary, "set both, or neither"), ...addresses];
    }
    if (written.emulator === true && service) {
      const summary = `environment ${quoted(name)} cannot be both the emulator and a service`;
      return [error("environment-kind", path, summary, "remove `emulator`, or all other keys"), ...addresses];
    }
    if (written.emulator !== true && written.api === undefined) {
      const summary = `environment ${quoted(name)} has no \`api\``;
      return [
        error("environment-kind", path, summary, "add `api: https://…`, or `emulator: true`"),
        ...addresses,
      ];
    }
    return addresses;
  });
}

/** What is wrong with a base address; undefined when it is https, or http on this machine. Never quotes credentials. */
export function baseAddressFault(text: string): string | undefined {
  if (!URL.canParse(text)) return "is not a valid URL";
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return "must not contain a user name or password";
  if (url.search !== "" || url.hash !== "") return "must not contain a query or fragment";
  if (/\/api(?:\/v[\d.]+)?\/?$/.test(url.pathname)) return "must not include `/api`: dimctl appends it";
  if (url.protocol === "https:") return undefined;
  if (url.protocol !== "http:") return "must start with https://";
  return isLoopbackHost(url.hostname)
    ? undefined
    : "must start with https://: http would send tokens unencrypted";
}

/** What each kind of state has no use for: a key without effect is an error. */
const FOREIGN_STATE_KEYS = {
  file: ["file", "branch", "remote"],
  encrypted: ["branch", "remote"],
  git: ["file"],
} as const;

function stateFaults({ state }: ConfigurationFile): readonly ManifestDiagnostic[] {
  if (state === undefined) return [];
  const foreign = FOREIGN_STATE_KEYS[state.kind];
  return foreign
    .filter((key) => state[key] !== undefined)
    .map((key) =>
      error("state-kind", ["state", key], `\`${key}\` is not allowed with \`kind: ${state.kind}\``),
    );
}

/** The login answers on this machine: anywhere else the code would be sent to a stranger. */
function redirectFaults({ redirect }: ConfigurationFile): readonly ManifestDiagnostic[] {
  if (redirect === undefined) return [];
  if (parseLoopbackRedirect(redirect) !== undefined) return [];
  const isHere = URL.canParse(redirect) && isLoopbackHttp(new URL(redirect));
  const what = isHere
    ? "must not contain a user name, query or fragment"
    : "must be an http URL on this machine";
  return [error("bad-address", ["redirect"], `\`redirect\` ${what}`, "e.g. http://127.0.0.1:8000")];
}

function roleFaults({ extraRoles = [] }: ConfigurationFile): readonly ManifestDiagnostic[] {
  const seen = new Set<string>();
  return extraRoles.flatMap(({ id }, index) => {
    const twice = seen.has(id);
    seen.add(id);
    return twice
      ? [error("repeated-role", ["extraRoles", index, "id"], `role ${quoted(id)} is duplicated`)]
      : [];
  });
}

/** A share that is no greater than the one before it would be a step without customers. */
function rolloutFaults({ rollout }: ConfigurationFile): readonly ManifestDiagnostic[] {
  const shares = (rollout?.then ?? []).map((share) => Number.parseInt(share, 10));
  return shares.flatMap((share, index) =>
    index === 0 || share > (shares[index - 1] ?? 0)
      ? []
      : [
          error(
            "rollout-order",
            ["rollout", "then", index],
            "each share of `rollout.then` must be greater than the one before",
            "e.g. [10%, 50%, 100%]",
          ),
        ],
  );
}

const error = (code: string, path: Path, summary: string, hint?: string): ManifestDiagnostic => ({
  code,
  severity: "error",
  path,
  summary,
  under: "value",
  ...defined({ hint }),
});
