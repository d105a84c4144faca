import type { Diagnostic } from "../../model/diagnostic.ts";
import { nearest } from "../../model/text/nearest.ts";
import { codeSpan } from "../manifest-diagnostic.ts";
import type { FileReader } from "../yaml/files.ts";

/** Names that only a configuration file has, whatever its place among the spellings of other tools. */
const SAME_NAME = /^\.?dimctl(?:\.?config|rc)?(?:\.(?:ya?ml|jsonc?|toml))(?:\.txt)?$|^\.dimctlrc$/i;
const ANY_FILE_OF_OURS = /\.(?:ya?ml|json)$/i;

/**
 * Files beside or in place of the configuration file that are called almost like it: dimctl would not read them, and the person
 * who wrote one believes that it does. Where the file itself is there, a name that is merely similar may be another one's.
 */
export async function misnamedFiles(
  files: FileReader,
  name: string,
  isThere: boolean,
): Promise<readonly Diagnostic[]> {
  // What cannot be listed holds no file that could be named.
  const entries = (await files.list("").catch(() => undefined)) ?? [];
  return entries
    .filter((entry) => entry.kind !== "folder" && entry.name !== name && isLike(entry.name, name, isThere))
    .map((entry) => entry.name)
    .toSorted()
    .map((found) => ({
      code: "misnamed-file",
      severity: "error",
      summary: `${codeSpan(found)} is not read: the configuration file is ${codeSpan(name)}`,
      hint: isThere ? "move its content there, and remove it" : `rename it, or use \`--config ${found}\``,
    }));
}

function isLike(found: string, name: string, isThere: boolean): boolean {
  if (SAME_NAME.test(found)) return true;
  return !isThere && ANY_FILE_OF_OURS.test(found) && nearest(found, [name]) !== undefined;
}
