import { isCountryCode } from "./values/countries.ts";
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
  const meant = zones().find((zone) => zone.toLowerCase() === timezone.toLowerCase());
  const city = zones().find((zone) => zone.split("/").at(-1)?.toLowerCase() === timezone.toLowerCase());
  const near = meant ?? city;
  return error("unknown-time-zone", path, `${quoted(timezone)} is not an IANA time zone`, {
    hint: near === undefined ? 'use a name such as "America/Phoenix"' : `did you mean ${quoted(near)}?`,
  });
}

const zones = (): readonly string[] => Intl.supportedValuesOf("timeZone");

const checkedZones = new Map<string, boolean>();

/** Making a formatter is slow and a fleet has few zones: each is asked for once. */
function isTimeZone(name: string): boolean {
  const known = checkedZones.get(name) ?? tryZone(name);
  checkedZones.set(name, known);
  return known;
}

function tryZone(name: string): boolean {
  // Offsets such as +01:00 and short names such as EST are accepted by Intl and are no IANA region.
  if (name !== "UTC" && !/^[A-Z][A-Za-z_]*\/[A-Za-z0-9_+/-]+$/.test(name)) return false;
  try {
    const resolved = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
    return resolved === name || resolved.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
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
