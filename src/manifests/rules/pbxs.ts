import type { PBXConnection } from "#schemas/customer";
import { PBX_FIELDS, PBX_SERVICE_KEYS } from "../../model/customer/kinds.ts";
import { isLoopbackHost } from "../../model/network/loopback.ts";
import { looksSecret } from "../yaml/excerpt.ts";
import { codeSpan, quoted, type Path, type Push } from "../manifest-diagnostic.ts";
import { isSecretShaped } from "../secret-shape.ts";
import { textsOfFormat } from "./declared-fields.ts";
import { error, warning, type Rule, type RuleContext } from "./rule.ts";

const listPbxs = ({ manifest }: RuleContext): readonly { pbx: PBXConnection; path: Path }[] =>
  (manifest.pbxs ?? []).map((pbx, index) => ({ pbx, path: ["pbxs", index] }));

/** Profiles are matched by name, so a name must be unique. */
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

/** Only warned about: the manifest of an imported customer cannot say what Dimensions does not show. */
export const pbxFieldsOfType: Rule = (context) => {
  for (const { pbx, path } of listPbxs(context)) {
    if (pbx.state === "absent") continue;
    const missing = PBX_FIELDS.filter(
      ({ name, neededBy }) => neededBy?.includes(pbx.type) === true && pbx[name] === undefined,
    );
    if (missing.length > 0) {
      const names = missing.map(({ name }) => `\`${name}\``).join(", ");
      const hint = "required to create it; not needed if it already exists";
      context.push(warning("pbx-incomplete", path, `PBX ${quoted(pbx.name)} has no ${names}`, { hint }));
    }
    // What an undocumented type has is not known.
    const foreign = PBX_FIELDS.filter(
      ({ onlyFor = [pbx.type] }) => pbx.type !== "other" && !onlyFor.includes(pbx.type),
    );
    for (const { name } of foreign.filter((field) => pbx[field.name] !== undefined)) {
      const summary = `\`${name}\` is not a field of ${quoted(pbx.type)} connections`;
      context.push(warning("foreign-field", [...path, name], summary, { under: "key" }));
    }
  }
};

const SCHEMES = { "http-address": ["https:", "http:"], "websocket-address": ["wss:", "ws:"] } as const;

/** The addresses of a Kazoo PBX are URLs of the right scheme. */
export const pbxAddresses: Rule = ({ manifest, push }) => {
  for (const format of ["http-address", "websocket-address"] as const) {
    for (const { value, path } of textsOfFormat(manifest, format)) {
      checkAddress(push, value, SCHEMES[format], path);
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

const TAKEN = new Set<string>([...PBX_FIELDS.map(({ name }) => name), ...PBX_SERVICE_KEYS, "type"]);

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
