import { isCountryCode } from "./values/countries.ts";
import { isTimeZone, nearestTimeZone } from "./values/time-zones.ts";
import { findFault } from "./identity-characters.ts";
import { textsOfFormat } from "./declared-fields.ts";
import { quoted, type ManifestDiagnostic, type Path } from "../manifest-diagnostic.ts";
import { error, type Rule } from "./rule.ts";

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
