import { Refusal } from "./envelope.ts";

/** One change of a list by its last path segment: an index or `-`. */
export type ListChange =
  | { readonly op: "add" | "replace"; readonly segment: string; readonly value: string }
  | { readonly op: "remove"; readonly segment: string };

/** ASP.NET's list rules: `-` is the end for add and the last item otherwise; an index must exist, add may equal the count. */
export function changeList(items: readonly string[], change: ListChange): readonly string[] {
  if (change.op === "add") {
    const at = change.segment === "-" ? items.length : parseIndex(change.segment, items.length);
    return items.toSpliced(at, 0, change.value);
  }
  const at = existing(items, change.segment);
  return change.op === "remove" ? items.toSpliced(at, 1) : items.with(at, change.value);
}

/** The item at an index or at `-`; refused with 400 when there is none. */
export function findItem(items: readonly string[], segment: string): string | undefined {
  return items[existing(items, segment)];
}

function existing(items: readonly string[], segment: string): number {
  if (segment !== "-") return parseIndex(segment, items.length - 1);
  if (items.length === 0) throw outOfBounds(segment);
  return items.length - 1;
}

function parseIndex(segment: string, greatest: number): number {
  if (!/^-?\d{1,9}$/.test(segment)) {
    throw new Refusal(400, `The path segment '${segment}' is invalid for an array index.`);
  }
  const index = Number(segment);
  if (index < 0 || index > greatest) throw outOfBounds(segment);
  return index;
}

function outOfBounds(segment: string): Refusal {
  return new Refusal(
    400,
    `The index value provided by path segment '${segment}' is out of bounds of the array size.`,
  );
}
