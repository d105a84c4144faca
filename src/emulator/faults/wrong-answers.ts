import { isJsonObject, parseJson, type Json, type JsonObject } from "../../model/json/json.ts";
import type { WireRequest, WireResponse } from "../../model/ports/wire.ts";

/** A reply that is not what the service would say (A16). The request has been carried out, unless the form says otherwise. */
export const WRONG_ANSWERS = [
  /** 200 with nothing, with a page of something else, or with an envelope that holds no data. */
  "empty-body",
  "html",
  "no-data",
  "null-data",
  "bare-data",
  /** A list that is shorter than its page_size says. */
  "cut-list",
  /** An envelope that reports an error, with or without what was asked for. */
  "error-inside",
  "status-error",
  /** Objects that lack what tells them apart, or have it in a wrong type. */
  "without-id",
  "number-id",
  "foreign-id",
  "number-reference",
  "roles-with-null",
  "roles-with-object",
  /** What no service of ours sends. */
  "surrogate",
  "deep-nesting",
  "prototype",
  /** A create that was carried out, and answered as if it were not. */
  "carried-out-400",
  "carried-out-409",
  "carried-out-429",
  /** 400 with a ProblemDetails document; nothing was carried out. */
  "problem-details",
] as const;

/** One way in which a reply is wrong. */
export type WrongAnswer = (typeof WRONG_ANSWERS)[number];

const OTHER_ID = "ffffffff-0000-4000-8000-00000000000f";
const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };

/** Whether the form says that nothing was carried out. */
export function isBeforeEffect(form: WrongAnswer): boolean {
  return form === "problem-details";
}

/** Whether the form can befall the request; one that cannot leaves it alone. */
export function canBefall(form: WrongAnswer, { method, path }: WireRequest): boolean {
  if (form === "problem-details") return method !== "GET";
  if (form.startsWith("carried-out")) return method === "POST";
  if (form === "cut-list")
    return method === "GET" && /(?:customers|users|pbxs)(?:\?pageIndex.*)?$/u.test(path);
  if (form.startsWith("roles")) return method === "GET" && path.includes("/users/");
  if (form === "empty-body") return method !== "PATCH" && method !== "DELETE";
  if (form === "number-reference") return method === "GET" && /customers(?:\?|$|\/[^/]+$)/u.test(path);
  if (["no-data", "null-data", "without-id", "number-id", "foreign-id"].includes(form)) {
    // The instance check has no id of its own, and its silence says that there is no such check.
    return (method === "GET" || method === "POST") && !path.includes("/pbxs?");
  }
  return true;
}

/** The reply in its wrong form; a reply that is no success stays as it is. */
export function wrongAnswer(form: WrongAnswer, reply: WireResponse): WireResponse {
  if (reply.status >= 300) return reply;
  const body = parseJson(reply.body);
  const envelope: JsonObject = isJsonObject(body) ? body : {};
  const { data = null, ...rest } = envelope;
  const headers = { ...JSON_TYPE };
  const shown = (value: Json): WireResponse => ({
    status: reply.status,
    headers,
    body: JSON.stringify(value),
  });
  const text = (value: string): WireResponse => ({ status: reply.status, headers, body: value });
  switch (form) {
    case "empty-body":
      return { status: reply.status, headers: {}, body: "" };
    case "html":
      return { status: 200, headers: { "content-type": "text/html" }, body: "<html>Please sign in</html>" };
    case "no-data":
      return shown(rest);
    case "null-data":
      return shown({ ...rest, data: null });
    case "bare-data":
      return shown([data]);
    case "cut-list":
      return shown(
        Array.isArray(data)
          ? { ...envelope, data: data.slice(0, -1), page_size: data.length || 1 }
          : envelope,
      );
    case "error-inside":
      return shown({ ...envelope, error: 500, message: "Something went wrong" });
    case "status-error":
      return shown({ ...envelope, status: "error" });
    case "surrogate":
      return text(reply.body.replace(/^\{/u, '{"note":"\\ud800",'));
    case "deep-nesting":
      return text(reply.body.replace(/^\{/u, `{"note":${"[".repeat(5000)}${"]".repeat(5000)},`));
    case "prototype":
      return text(reply.body.replace(/^\{/u, '{"__proto__":{"data":[]},'));
    case "carried-out-400":
    case "carried-out-409":
    case "carried-out-429":
      return refused(Number(form.slice(-3)));
    case "problem-details":
      return problem();
    case "without-id":
    case "number-id":
    case "foreign-id":
    case "number-reference":
    case "roles-with-null":
    case "roles-with-object":
      return shown({ ...envelope, data: eachObject(data, (one) => wrongObject(form, one)) });
  }
}

function refused(status: number): WireResponse {
  const body = { error: status, message: "The request was refused.", status: "error" };
  return { status, headers: JSON_TYPE, body: JSON.stringify(body) };
}

function problem(): WireResponse {
  const title = "One or more validation errors occurred.";
  const body = { title, status: 400, errors: { Name: ["The field Name is too long."] } };
  return { status: 400, headers: { "content-type": "application/problem+json" }, body: JSON.stringify(body) };
}

type WrongObject =
  | "without-id"
  | "number-id"
  | "foreign-id"
  | "number-reference"
  | "roles-with-null"
  | "roles-with-object";

function wrongObject(form: WrongObject, object: JsonObject): Json {
  const { id = null, ...rest } = object;
  const roles = Array.isArray(object["roles"]) ? object["roles"] : [];
  switch (form) {
    case "without-id":
      return rest;
    case "number-id":
      return { ...rest, id: 7 };
    case "foreign-id":
      return { ...rest, id: OTHER_ID };
    case "number-reference":
      return { ...object, id, reference: 7 };
    case "roles-with-null":
      return { ...object, roles: [...roles, null] };
    case "roles-with-object":
      return { ...object, roles: [...roles, { id: "customer.user" }] };
  }
}

function eachObject(data: Json, change: (object: JsonObject) => Json): Json {
  if (Array.isArray(data)) return data.map((item: Json) => eachObject(item, change));
  return isJsonObject(data) ? change(data) : data;
}
