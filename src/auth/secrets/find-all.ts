/** A range of a text, `end` exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

interface State {
  readonly next: Map<number, State>;
  /** The state of the longest proper suffix that begins a word. */
  suffix?: State;
  /** Length of the longest word that ends here. */
  longest: number;
}

/**
 * Where any of the words occurs in a text; ranges that overlap are one. Aho-Corasick: one step for each character, however
 * many words there are. `onStep` is told of every step (tests count them).
 */
export function findAll(words: Iterable<string>): (text: string, onStep?: () => void) => readonly Range[] {
  const root: State = { next: new Map(), longest: 0 };
  for (const word of words) addWord(root, word);
  linkSuffixes(root);
  return (text, onStep) => {
    const found: { start: number; end: number }[] = [];
    let state = root;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      while (!state.next.has(code) && state.suffix) {
        onStep?.();
        state = state.suffix;
      }
      onStep?.();
      state = state.next.get(code) ?? root;
      if (state.longest > 0) addRange(found, index + 1 - state.longest, index + 1);
    }
    return found;
  };
}

function addWord(root: State, word: string): void {
  let state = root;
  for (let index = 0; index < word.length; index += 1) {
    const code = word.charCodeAt(index);
    const next: State = state.next.get(code) ?? { next: new Map(), longest: 0 };
    state.next.set(code, next);
    state = next;
  }
  state.longest = word.length;
}

/** Breadth first: a suffix is shorter, so it is linked before. */
function linkSuffixes(root: State): void {
  const queue: State[] = [root];
  for (const state of queue) {
    for (const [code, next] of state.next) {
      let suffix = state.suffix;
      while (suffix && !suffix.next.has(code)) suffix = suffix.suffix;
      next.suffix = suffix?.next.get(code) ?? root;
      next.longest = Math.max(next.longest, next.suffix.longest);
      queue.push(next);
    }
  }
}

function addRange(found: { start: number; end: number }[], start: number, end: number): void {
  let from = start;
  for (let last = found.at(-1); last !== undefined && from < last.end; last = found.at(-1)) {
    from = Math.min(from, last.start);
    found.pop();
  }
  found.push({ start: from, end });
}
