import type { PBXConnection } from "#schemas/customer";
import { PBX_FIELDS, PBX_SERVICE_KEYS } from "../../model/customer/kinds.ts";
import { isLoopbackHost } from "../../model/loopback.ts";
import { looksSecret } from "../yaml/excerpt.ts";
import { quoted, type Path, type Push } from "../manifest-diagnostic.ts";
import { isSecretShaped } from "../secret-shape.ts";
import { textsOfFormat } from "./declared-fields.ts";
import { error, warning, type Rule, type RuleContext } from "./rule.ts";

const listPbxs = ({ manifest }: RuleContext): readonly { pbx: PBXConnection; path: Path }[] =>
  (manifest.pbxs ?? []).map((pbx, index) => ({ pbx, path: ["pbxs", index] }));

/** Profiles are matched by name, so a name stands for one. */
export const pbxNames: Rule = (context) => {
  const seen = new Set<string>();
  for (const { pbx, path } of listPbxs(context)) {
    if (seen.has(pbx.name)) {
      context.push(error("duplicate-pbx", [...path, "name"], `two PBXs are called ${quoted(pbx.name)}`));
    }
    if (pbx.name.trim() !== pbx.name || pbx.name.trim() === "") {
      context.push(error("pbx-name-blank", [...path, "name"], "a PBX name begins or ends with a blank"));
    }
    seen.add(pbx.name);
  }
};

/** `wireType` goes with `type: other`, and only with it. */
export const wireTypes: Rule = (context) => {
  for (const { pbx, path } of listPbxs(context)) {
    if (pbx.type === "other" && pbx.wireType === undefined) {
      const hint = "add `wireType: …`: the `_type` that Dimensions knows it by";
      context.push(
        error("missing-wire-type", [...path, "type"], "`type: other` needs a `wireType`", { hint }),
      );
    }
    if (pbx.type !== "other" && pbx.wireType !== undefined) {
      const at = [...path, "wireType"];
      context.push(error("wire-type", at, `\`wireType\` goes with \`type: other\`, not ${quoted(pbx.type)}`));
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
      const hint = "needed to create it; fine when it exists already";
      context.push(warning("pbx-incomplete", path, `${quoted(pbx.name)} has no ${names}`, { hint }));
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
  const hint = `write it like \`${safe}//host:port/path\``;
  if (url === null || (url.protocol !== safe && url.protocol !== plain)) {
    push(
      error("bad-address", path, `${quoted(text.replace(/\/\/[^/]*@/, "//…@"))} is not a ${safe} address`, {
        hint,
      }),
    );
  } else if (url.username !== "" || url.password !== "") {
    push(error("address-credentials", path, "an address cannot hold a user or password", { conceal: true }));
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
        const summary = `${quoted(name)} is a field of its own, not a setting`;
        context.push(error("setting-clash", at, summary, { under: "key", conceal: true }));
      } else if (looksSecret(name) && typeof value === "string") {
        const hint = "write `{ secret: NAME }` if it is one";
        const summary = `the setting ${quoted(name)} looks like a secret written out`;
        context.push(warning("looks-secret", at, summary, { hint, conceal: true }));
      } else if (!isSecretShaped(value) && holdsSecret(value)) {
        const hint = "only a whole setting can be a secret";
        context.push(error("nested-secret", at, `the setting ${quoted(name)} has a secret inside`, { hint }));
      }
    }
  }
};

function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isSecretShaped(value) || Object.values(value).some((member) => holdsSecret(member));
}
