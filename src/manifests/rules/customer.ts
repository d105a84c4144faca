import { isCountryCode } from "./values/countries.ts";
import { isTimeZone, nearestTimeZone } from "./values/time-zones.ts";
import { findFault } from "./values/hidden-characters.ts";
import { textsOfFormat } from "./declared-fields.ts";
import { quoted, type ManifestDiagnostic, type Path } from "../manifest-diagnostic.ts";
import { error, people, type Rule } from "./rule.ts";

/** The reference is compared to the letter, so a blank at its edge would never be found again. */
export const referenceNotPadded: Rule = ({ manifest, push }) => {
  const { reference } = manifest;
  if ((reference.trim() !== reference || reference.trim() === "") && findFault(reference) === undefined) {
    push(error("reference-blank", ["reference"], "`reference` starts or ends with whitespace"));
  }
};

/** A customer has a name to be known by. */
export const nameNotBlank: Rule = ({ manifest, push }) => {
  if (manifest.name?.trim() === "") push(error("name-blank", ["name"], "`name` must not be blank"));
};

/** IANA names, as this machine knows them. */
export const timeZone: Rule = ({ manifest, push }) => {
  for (const { value, path } of textsOfFormat(manifest, "time-zone")) {
    if (!isTimeZone(value)) push(unknownTimeZone(value, path));
  }
};

function unknownTimeZone(timezone: string, path: Path): ManifestDiagnostic {
  const near = nearestTimeZone(timezone);
  return error("unknown-time-zone", path, `${quoted(timezone)} is not an IANA time zone`, {
    hint: near === undefined ? 'use a name such as "America/Phoenix"' : `did you mean ${quoted(near)}?`,
  });
}

/** Country codes, of the customer and of its PBXs. */
export const country: Rule = ({ manifest, push }) => {
  for (const { value, path } of textsOfFormat(manifest, "country-code")) {
    if (!isCountryCode(value)) push(unknownCountry(value, path));
  }
};

function unknownCountry(code: string, path: Path): ManifestDiagnostic {
  const upper = code.toUpperCase() === "UK" ? "GB" : code.toUpperCase();
  const hint = isCountryCode(upper) ? `did you mean ${quoted(upper)}?` : 'use two capital letters, e.g. "US"';
  return error("unknown-country", path, `${quoted(code)} is not an ISO 3166 country code`, { hint });
}

/**
 * Texts that are compared to the letter contain nothing that a person cannot see or takes for something else: otherwise the
 * customer, the person or the PBX is not found, and a second one is created. The character is named by its code point.
 */
export const identityCharacters: Rule = ({ manifest, push }) => {
  for (const { key, path, text } of identities(manifest)) {
    const found = findFault(text);
    if (found === undefined) continue;
    push(error(found.code, path, `\`${key}\` ${found.what}`, { hint: found.hint }));
  }
};

interface Identity {
  readonly key: string;
  readonly path: Path;
  readonly text: string;
}

function identities(manifest: Parameters<typeof people>[0]): readonly Identity[] {
  return [
    ...identity("reference", [], manifest.reference),
    ...identity("previouslyReference", [], manifest.previouslyReference),
    ...(manifest.pbxs ?? []).flatMap((pbx, index) =>
      (["name", "accountId", "licenseKey"] as const).flatMap((key) =>
        identity(key, ["pbxs", index], pbx[key]),
      ),
    ),
    ...people(manifest).flatMap(({ entry, path }) => [
      ...identity("email", path, entry.email),
      ...identity("previously", path, entry.previously),
    ]),
  ];
}

function identity(key: string, path: Path, text: unknown): readonly Identity[] {
  return typeof text === "string" ? [{ key, path: [...path, key], text }] : [];
}
