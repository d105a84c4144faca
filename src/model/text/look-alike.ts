/** Cyrillic and Greek letters that are drawn like Latin ones (Unicode TR 39, confusables), each with the Latin letter. */
const DRAWN_ALIKE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...pairs("АВСЕНІЈКМОРЅТХУЗԁѕіјорсеахуԛԝһӏвкмтнь", "ABCEHIJKMOPSTXY3dsijopceaxyqwhlbkmthb"),
    ...pairs("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανρτυικχγωε", "ABEZHIKMNOPTYXoavptuikxyws"),
    ...pairs("ıⅼ∣ǀ‐‑‒–—−﹘", "illl-------"),
  }),
);

/** What two texts have in common that a person reads as the same: without case, look-alikes, blanks, separators, 0/O and 1/l/I. */
export function skeleton(text: string): string {
  return Array.from(text.normalize("NFKC"))
    .map((letter) => latinFor(letter) ?? letter)
    .join("")
    .toLowerCase()
    .replaceAll(/[\s\p{Cf}\p{Mn}\p{P}_]/gu, "")
    .replaceAll("0", "o")
    .replaceAll(/[1i|]/g, "l");
}

/** The Latin letter that another script's letter is drawn like; undefined when it is like none. */
export function latinFor(letter: string): string | undefined {
  return DRAWN_ALIKE.get(letter);
}

function pairs(from: string, to: string): Readonly<Record<string, string>> {
  const latin = Array.from(to);
  return Object.fromEntries(Array.from(from).map((letter, index) => [letter, latin[index] ?? letter]));
}
