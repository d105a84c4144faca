import type { Random } from "../../src/model/ports/clock.ts";

/** Seeded chance, with the few questions that the simulation asks of it. */
export interface Dice {
  readonly random: Random;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  one<Item>(items: readonly Item[]): Item;
  /** Each item with this probability, in their order. */
  some<Item>(items: readonly Item[], probability: number): Item[];
}

/** Streams of different names are independent: leaving one part of a run out does not move the others. */
export function dice(seed: number, stream: string): Dice {
  const random = mulberry32(hashOf(`${seed}/${stream}`));
  const between = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const chance = (probability: number): boolean => random() < probability;
  return {
    random,
    between,
    chance,
    one: <Item>(items: readonly Item[]): Item => {
      if (items.length === 0) throw new Error("nothing to choose from");
      return items[between(0, items.length - 1)] as Item;
    },
    some: <Item>(items: readonly Item[], probability: number) => items.filter(() => chance(probability)),
  };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

function mulberry32(start: number): Random {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
