import { validate, type StateDocument } from "#schemas/state";
import { isJsonObject, parseJson } from "../model/json/json.ts";
import type { DocumentCodec } from "./storage.ts";
import { stateError } from "./state-diagnostics.ts";

/** The document as plain JSON text: for the file that only its owner can read. */
export const JSON_CODEC: DocumentCodec = {
  encode: (document) => Promise.resolve(Buffer.from(`${JSON.stringify(document, undefined, 1)}\n`)),
  decode: (bytes) => Promise.resolve(decodeDocument(Buffer.from(bytes).toString("utf8"))),
};

/**
 * Text to document; throws when it is damaged or of another version. The validator drops keys of no meaning here, and a map
 * or list that is missing becomes an empty one.
 */
export function decodeDocument(text: string): StateDocument {
  // No cause in the error: the parser's message quotes the text, and the text holds tokens.
  const value = parseJson(text);
  if (isJsonObject(value) && value["version"] !== 1) {
    throw stateError(
      "state-other-version",
      "the stored state was written by another version of dimctl",
      "use that version of dimctl or a newer one",
    );
  }
  if (!validate(value)) throw damaged();
  return value;
}

function damaged(): Error {
  return stateError(
    "state-damaged",
    "the stored state is damaged or was not written by dimctl",
    "move it away and sign in again with `dimctl login`; use `--reassert` to write hidden fields once",
  );
}
