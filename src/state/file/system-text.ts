import { readFileSync } from "node:fs";

/** What `use` makes of a file in which the system tells something of itself; undefined where there is no such file. */
export function textOf<T>(path: string, use: (text: string) => T): T | undefined {
  try {
    return use(readFileSync(path, "utf8").trim());
  } catch {
    // Another system than Linux, or no such process.
    return undefined;
  }
}
