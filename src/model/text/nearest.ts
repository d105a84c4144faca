import leven from "leven";

/** The candidate that was probably meant; undefined when none is near enough to be a slip of the fingers. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  // Longer words are not slips but something else, and comparing them would cost time.
  if (word.length > 80) return undefined;
  const [best] = [...candidates]
    .map((candidate) => ({ candidate, distance: leven(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= allowed(word, candidate))
    .toSorted((left, right) => left.distance - right.distance);
  return best?.candidate;
}

/** A third of the word may be wrong, two letters at least. */
const allowed = (word: string, candidate: string): number =>
  Math.max(2, Math.floor(Math.min(word.length, candidate.length) / 3));
