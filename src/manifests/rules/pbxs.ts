import type { PBXConnection } from "#schemas/customer";
import { PBX_FIELDS } from "../../model/customer/kinds.ts";
import { isLoopbackHost } from "../../model/loopback.ts";
import { looksSecret } from "../yaml/excerpt.ts";
import { codeSpan, quoted, type Path, type Push } from "../manifest-diagnostic.ts";
import { isSecretShaped } from "../secret-shape.ts";
import { error, warning, type Rule, type RuleContext } from "./rule.ts";

const listPbxs = ({ manifest }: RuleContext): readonly { pbx: PBXConnection; path: Path }[] =>
  (manifest.pbxs ?? []).map((pbx, index) => ({ pbx, path: ["pbxs", index] }));

/** Profiles are matched by name, so a name stands for one. */
export const pbxNames: Rule = (context) => {
  const seen = new Set<string>();
  for (const { pbx, path } of listPbxs(context)) {
    if (seen.has(pbx.name)) {
      context.push(error("duplicate-pbx", [...path, "name"], `PBX name ${quoted(pbx.name)} is duplicated`));
    }
    if (pbx.name.trim() !== pbx.name || pbx.name.trim() === "") {
      context.push(error("pbx-name-blank", [...path, "name"], "PBX name starts or ends with whitespace"));
    }
    seen.add(pbx.name);
  }
};

/** `wireType` goes with `type: other`, and only with it. */
export const wireTypes: Rule = (context) => {
  for (const { pbx, path } of listPbxs(context)) {
    if (pbx.type === "other" && pbx.wireType === undefined) {
      const hint = "add `wireType: …`: the `_type` of the connection in Dimensions";
      context.push(
        error("missing-wire-type", [...path, "type"], "`type: other` requires `wireType`", { hint }),
      );
    }
    if (pbx.type !== "other" && pbx.wireType !== undefined) {
      const at = [...path, "wireType"];
      context.push(
        error(
          "wire-type",
          at,
          `\`wireType\` is only allowed with \`type: other\`, not with ${quoted(pbx.type)}`,
        ),
      );
    }
  }
};

/** What a creation needs, and what only the other type has (CONTRACT.md section 6). */
const OF_TYPE = {
  kazoo: { needs: ["hostRest", "hostWebsocket", "accountId", "apiKey"], foreign: ["licenseKey", "username"] },
  "3cx": { needs: ["licenseKey"], foreign: ["accountId", "hostWebsocket", "monitorSubAccounts"] },
  other: { needs: [], foreign: [] },
} as const satisfies Record<PBXConnection["type"], { needs: readonly Field[]; foreign: readonly Field[] }>;
type Field = keyof PBXConnection;

/** Only warned about: the manifest of an imported customer cannot say what Dimensions does not show. */
export const pbxFieldsOfType: Rule = (context) => {
  for (const { pbx, path } of listPbxs(context)) {
    if (pbx.state === "absent") continue;
    const missing = OF_TYPE[pbx.type].needs.filter((name) => pbx[name] === undefined);
    if (missing.length > 0) {
      const names = missing.map((name) => `\`${name}\``).join(", ");
      const hint = "required to create it; not needed if it already exists";
      context.push(warning("pbx-incomplete", path, `PBX ${quoted(pbx.name)} has no ${names}`, { hint }));
    }
    for (const name of OF_TYPE[pbx.type].foreign.filter((field) => pbx[field] !== undefined)) {
      const summary = `\`${name}\` is not a field of ${quoted(pbx.type)} connections`;
      context.push(warning("foreign-field", [...path, name], summary, { under: "key" }));
    }
  }
};

const ADDRESSES = { hostRest: ["https:", "http:"], hostWebsocket: ["wss:", "ws:"] } as const;

/** The addresses of a Kazoo PBX are URLs of the right scheme. */
export const pbxAddresses: Rule = (context) => {
  for (const { pbx, path } of listPbxs(context)) {
    for (const name of ["hostRest", "hostWebsocket"] as const) {
      const address = pbx[name];
      if (address !== undefined) checkAddress(context.push, address, ADDRESSES[name], [...path, name]);
    }
  }
};

function checkAddress(push: Push, text: string, [safe, plain]: readonly [string, string], path: Path): void {
  const url = URL.canParse(text) ? new URL(text) : null;
  const hint = `use the form \`${safe}//host:port/path\``;
  if (url === null || (url.protocol !== safe && url.protocol !== plain)) {
    push(
      error(
        "bad-address",
        path,
        `${quoted(text.replace(/\/\/[^/]*@/, "//…@"))} is not a valid ${safe}// URL`,
        {
          hint,
        },
      ),
    );
  } else if (url.username !== "" || url.password !== "") {
    push(
      error("address-credentials", path, "a URL must not contain a user name or password", { conceal: true }),
    );
  } else if (url.protocol === plain && !isLoopbackHost(url.hostname)) {
    push(warning("plain-address", path, `${quoted(text)} is not encrypted`, { hint }));
  }
}

const TAKEN = new Set([...PBX_FIELDS.map(({ name }) => name), "_type", "type", "id", "tenantId"]);

/** Settings become fields of their own name, beside those that have a key. */
export const pbxSettings: Rule = (context) => {
  for (const { pbx, path } of listPbxs(context)) {
    for (const [name, value] of Object.entries(pbx.settings ?? {})) {
      const at = [...path, "settings", name];
      if (TAKEN.has(name)) {
        const summary = `${codeSpan(name)} is a field of its own, not a setting`;
        context.push(error("setting-clash", at, summary, { under: "key", conceal: true }));
      } else if (looksSecret(name) && typeof value === "string") {
        const hint = "if it is a secret, use `{ secret: NAME }`";
        const summary = `setting ${codeSpan(name)} looks like a literal secret`;
        context.push(warning("looks-secret", at, summary, { hint, conceal: true }));
      } else if (!isSecretShaped(value) && holdsSecret(value)) {
        const hint = "only an entire setting can be a secret";
        context.push(
          error("nested-secret", at, `setting ${codeSpan(name)} contains a nested secret`, { hint }),
        );
      }
    }
  }
};

function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isSecretShaped(value) || Object.values(value).some((member) => holdsSecret(member));
}
