import { isJsonObject, parseJson } from "../model/json.ts";
import { toTenantId } from "../model/ids.ts";
import type {
  EnvironmentState,
  RememberedCustomer,
  RememberedObject,
  StateDocument,
  StoredTokens,
} from "../model/ports/state.ts";
import type { DocumentCodec } from "./storage.ts";
import { stateError } from "./state-diagnostics.ts";

/** The document as plain JSON text: for the file that only its owner can read. */
export const JSON_CODEC: DocumentCodec = {
  encode: (document) => Promise.resolve(Buffer.from(`${JSON.stringify(document, undefined, 1)}\n`)),
  decode: (bytes) => Promise.resolve(decodeDocument(Buffer.from(bytes).toString("utf8"))),
};

/** Text to document; throws when it is damaged or of another version. Keys of no meaning here are dropped. */
export function decodeDocument(text: string): StateDocument {
  // No cause in the error: the parser's message quotes the text, and the text holds tokens.
  const value = parseJson(text);
  if (!isJsonObject(value)) throw damaged();
  if (value["version"] !== 1) {
    throw stateError(
      "state-other-version",
      "the stored state was written by another version of dimctl",
      "use that version of dimctl or a newer one",
    );
  }
  return { version: 1, environments: record(value["environments"], environment) };
}

function environment(value: unknown): EnvironmentState {
  if (!isJsonObject(value)) throw damaged();
  const state = {
    customers: record(value["customers"], customer),
    deleted: texts(value["deleted"]).map((id) => toTenantId(id)),
    spentPlans: texts(value["spentPlans"]),
  };
  return value["tokens"] === undefined ? state : { tokens: tokens(value["tokens"]), ...state };
}

function customer(value: unknown): RememberedCustomer {
  if (!isJsonObject(value)) throw damaged();
  const tenantId = optionalText(value["tenantId"]);
  return {
    ...(tenantId !== undefined && { tenantId: toTenantId(tenantId) }),
    objects: record(value["objects"], rememberedObject),
  };
}

function rememberedObject(value: unknown): RememberedObject {
  if (!isJsonObject(value)) throw damaged();
  const begun = optionalNumber(value["createBegunAt"]);
  return {
    written: record(value["written"], asText),
    pending: record(value["pending"], asText),
    ...(begun !== undefined && { createBegunAt: begun }),
  };
}

function tokens(value: unknown): StoredTokens {
  if (!isJsonObject(value)) throw damaged();
  const expires = optionalNumber(value["accessTokenExpiresAt"]);
  const names = ["accessToken", "refreshToken", "scope", "descendsFrom", "issuer", "clientId"] as const;
  const present = names.flatMap((name) => {
    const found = optionalText(value[name]);
    return found === undefined ? [] : [[name, found] as const];
  });
  const strings: StoredTokens = Object.fromEntries(present);
  return expires === undefined ? strings : { ...strings, accessTokenExpiresAt: expires };
}

/** A missing map is an empty one. Object.fromEntries keeps a key such as `__proto__` an ordinary one. */
function record<Item>(value: unknown, item: (value: unknown) => Item): Record<string, Item> {
  if (value === undefined) return {};
  if (!isJsonObject(value)) throw damaged();
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, item(member)]));
}

function texts(value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw damaged();
  return value.map((item) => asText(item));
}

function asText(value: unknown): string {
  if (typeof value !== "string") throw damaged();
  return value;
}

function optionalText(value: unknown): string | undefined {
  return value === undefined ? undefined : asText(value);
}

function optionalNumber(value: unknown): number | undefined {
  if (value !== undefined && typeof value !== "number") throw damaged();
  return value;
}

function damaged(): Error {
  return stateError(
    "state-damaged",
    "the stored state is damaged or was not written by dimctl",
    "move it away and sign in again with `dimctl login`; use `--reassert` to write hidden fields once",
  );
}
