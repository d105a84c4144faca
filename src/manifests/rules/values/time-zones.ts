/** IANA names without a region (the files `backward` and `etcetera`). Intl takes them in any case and lists none of them. */
const WITHOUT_REGION =
  `CET CST6CDT Cuba EET EST EST5EDT Egypt Eire GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong
Iceland Iran Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK
Singapore Turkey UCT UTC Universal W-SU WET Zulu`.split(/\s+/);

/** Words of IANA names that are not a capital and small letters. */
const UNUSUAL_WORDS = new Set(
  "US ACT NSW LHI IN GMT UTC UCT of es au McMurdo DumontDUrville BajaNorte BajaSur EasterIsland ComodRivadavia".split(
    " ",
  ),
);

const checked = new Map<string, boolean>();

/** Whether it is an IANA name in its own spelling. Making a formatter is slow and a fleet has few zones: each is asked for once. */
export function isTimeZone(name: string): boolean {
  const known = checked.get(name) ?? tryZone(name);
  checked.set(name, known);
  return known;
}

/** What was meant by a name that is none: another spelling of one, or a city; undefined when nothing is near. */
export function nearestTimeZone(name: string): string | undefined {
  const lower = name.toLowerCase();
  const all = [...Intl.supportedValuesOf("timeZone"), ...WITHOUT_REGION];
  const respelled = lower.replaceAll(/[a-z]+/g, respell);
  return (
    all.find((zone) => zone.toLowerCase() === lower) ??
    (isTimeZone(respelled) ? respelled : undefined) ??
    all.find((zone) => zone.split("/").at(-1)?.toLowerCase() === lower)
  );
}

function tryZone(name: string): boolean {
  if (WITHOUT_REGION.includes(name)) return true;
  // Offsets such as +01:00 are accepted by Intl and are no IANA name.
  if (!/^[A-Z][A-Za-z_]*\/[A-Za-z0-9_+/-]+$/.test(name)) return false;
  try {
    const resolved = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
    // Another name of a zone, such as US/Pacific, resolves to that zone: its own spelling is in no list.
    return resolved === name || (resolved.toLowerCase() !== name.toLowerCase() && isSpelled(name));
  } catch {
    return false;
  }
}

function isSpelled(name: string): boolean {
  return (name.match(/[A-Za-z]+/g) ?? []).every((word) => respell(word) === word);
}

function respell(word: string): string {
  const unusual = [...UNUSUAL_WORDS].find((known) => known.toLowerCase() === word.toLowerCase());
  return unusual ?? `${word.slice(0, 1).toUpperCase()}${word.slice(1).toLowerCase()}`;
}
