import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { DOCUMENTED, type Reading } from "./other-reading.ts";

/**
 * A second Dimensions service, written from the API's documentation alone and sharing nothing with dimctl or its
 * emulator: what dimctl does against it shows what dimctl takes for granted. It keeps everything in memory.
 */

type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
type Fields = Record<string, Value>;

interface OtherUser {
  id: string;
  displayName: string;
  email: string;
  roles: string[];
  /** Came from the PBX: has `customer.user.pbx`, whatever is written. */
  imported: boolean;
}

interface OtherCustomer {
  id: string;
  fields: Fields;
  pbxs: Fields[];
  users: OtherUser[];
  pending: { at: number; user: OtherUser }[];
  deleted: boolean;
}

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly at: number;
}

interface Person {
  readonly email: string;
  readonly displayName: string;
}

export interface OtherOptions {
  readonly reading?: Partial<Reading>;
  /** Who is on a PBX, by its account id or licence key: imported once it is attached to a customer. */
  readonly onPbx?: Readonly<Record<string, readonly Person[]>>;
  readonly token?: string;
  /** Milliseconds between a request and its answer. */
  readonly latency?: number;
  readonly seed?: number;
  /** May answer in the service's place: a status, and a body. */
  readonly intercept?: (seen: { method: string; path: string; count: number }) => Interception | undefined;
}

export interface Interception {
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  /** Cut the connection: before the request is carried out, or after. */
  readonly cut?: "before" | "after";
  readonly delay?: number;
}

export interface OtherService {
  readonly url: string;
  readonly customers: OtherCustomer[];
  readonly seen: Seen[];
  /** The most requests that were in the service at one time. */
  readonly most: () => number;
  readonly reset: () => void;
  readonly writes: () => Seen[];
  /** Changes of other people that came before there was an admin. */
  readonly tooEarly: () => Seen[];
  readonly addCustomer: (fields: Fields, pbxs?: Fields[], users?: Partial<OtherUser>[]) => OtherCustomer;
  readonly close: () => Promise<void>;
}

class Refusal extends Error {
  readonly status: number;
  readonly body: string | undefined;
  constructor(status: number, message: string, body?: string) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

interface Reply {
  readonly status: number;
  readonly data?: Value;
  readonly pageIndex?: number;
  readonly location?: string;
  readonly bare?: boolean;
}

const SUPERVISORS = [1, 2, 3, 4].map((level) => `customer.user.supervisorl${level}`);
const KNOWN_ROLES = new Set([
  "customer.user",
  "customer.settings",
  "customer.user.pbx",
  "customer.user.pbx.realtime",
  "customer.user.acd",
  "customer.user.uc",
  "customer.user.uc.remote",
  "customer.user.uc.softphone",
  "customer.user.microsoftteams",
  ...SUPERVISORS,
]);
const NEEDS: Readonly<Record<string, string>> = {
  "customer.user.uc.remote": "customer.user.uc",
  "customer.user.pbx.realtime": "customer.user.pbx",
  "customer.user.acd": "customer.user.pbx",
};
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const CUSTOMER_FIELDS = [
  "name",
  "description",
  "reference",
  "enabled",
  "timezone",
  "countryCode",
  "features",
  "syncAcdAgentWithPbx",
  "sendNewUserEmail",
  "sendConnectWelcomeEmail",
  "tenantProfileType",
  "trialDuration",
];
const CUSTOMER_FLAGS = ["enabled", "syncAcdAgentWithPbx", "sendNewUserEmail", "sendConnectWelcomeEmail"];
const RESELLER = "11111111-1111-4111-8111-111111111111";

export async function serveOther(options: OtherOptions = {}): Promise<OtherService> {
  const reading: Reading = { ...DOCUMENTED, ...options.reading };
  const customers: OtherCustomer[] = [];
  const seen: Seen[] = [];
  const early: Seen[] = [];
  let count = 0;
  let inside = 0;
  let most = 0;
  const random = generator(options.seed ?? 1);

  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      response.statusCode = 599;
      response.end(String(error));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    inside++;
    most = Math.max(most, inside);
    const left = (): void => void inside--;
    response.once("close", left);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const method = request.method ?? "GET";
    const path = request.url ?? "/";
    count++;
    const number = count;
    const meddling = options.intercept?.({ method, path, count: number });
    const delay = meddling?.delay ?? options.latency ?? 0;
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    const note = (status: number): Seen => {
      const entry = { method, path, body: parsed(text), status, at: Date.now() };
      seen.push(entry);
      return entry;
    };
    if (meddling?.cut === "before") {
      note(0);
      request.socket.destroy();
      return;
    }
    if (meddling?.status !== undefined) {
      note(meddling.status);
      response.writeHead(meddling.status, meddling.headers ?? {});
      response.end(meddling.body ?? "");
      return;
    }
    if (reading.limitEvery > 0 && number % reading.limitEvery === 0) {
      note(429);
      limit(response);
      return;
    }
    try {
      const reply = route(method, path, text, request.headers);
      note(reply.status);
      if (meddling?.cut === "after") request.socket.destroy();
      else send(response, method, reply);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const entry = note(error.status);
      if (error.message === "No administrator has been assigned") early.push(entry);
      if (meddling?.cut === "after") request.socket.destroy();
      else refuse(response, error);
    }
  }

  function limit(response: ServerResponse): void {
    const soon = new Date(Date.now() + 1000).toUTCString();
    if (reading.retryAfter === "seconds") response.setHeader("Retry-After", "0");
    if (reading.retryAfter === "date") response.setHeader("Retry-After", soon);
    response.statusCode = 429;
    response.end();
  }

  function route(method: string, target: string, text: string, headers: IncomingMessage["headers"]): Reply {
    const { pathname, searchParams } = new URL(target, "http://service");
    if (headers.authorization !== `Bearer ${options.token ?? "token-for-tests"}`)
      throw new Refusal(401, "", "");
    const parts = pathname.split("/").filter((part) => part !== "");
    if (parts[0] !== "api" || parts[1] !== "v1.0") throw notFound();
    const writes = method === "POST" || method === "PATCH" || method === "PUT";
    if (writes && headers["content-type"]?.startsWith("application/json") !== true)
      throw new Refusal(415, "Unsupported Media Type");
    if (writes && reading.chargesHeader === "required" && headers["accept-charges"] !== "true") {
      throw new Refusal(402, "accept charges");
    }
    const body = writes ? parsed(text) : undefined;
    if (writes && body === undefined) throw new Refusal(400, "A non-empty request body is required.");
    const [, , resource, tenant, kind, id, more] = parts;
    if (more !== undefined) throw notFound();
    if (resource === "pbxs" && tenant === undefined && method === "GET")
      return instance(searchParams.get("instanceId"));
    if (resource !== "customers") throw notFound();
    if (tenant === undefined) {
      if (method === "GET") return listCustomers(searchParams);
      if (method === "POST") return createCustomer(body as Fields);
      throw new Refusal(405, "Method Not Allowed");
    }
    const customer = find(tenant);
    if (kind === undefined) return ofCustomer(method, customer, body);
    if (kind === "users") return ofUsers(method, customer, id, body);
    if (kind === "pbxs") return ofPbxs(method, customer, id, body);
    throw notFound();
  }

  function find(tenant: string): OtherCustomer {
    if (!GUID.test(tenant)) throw new Refusal(400, `The value '${tenant}' is not valid.`);
    const customer = customers.find((one) => one.id === tenant);
    if (!customer || (customer.deleted && reading.deleted !== "listed")) throw notFound();
    arrive(customer);
    return customer;
  }

  function arrive(customer: OtherCustomer): void {
    const due = customer.pending.filter((one) => one.at <= Date.now());
    customer.pending = customer.pending.filter((one) => !due.includes(one));
    for (const { user } of due) {
      const known = customer.users.find(
        (one) => one.email !== "" && one.email.toLowerCase() === user.email.toLowerCase(),
      );
      if (known && !known.imported)
        Object.assign(known, { imported: true, roles: [...new Set(["customer.user.pbx", ...known.roles])] });
      else customer.users.push(user);
    }
  }

  // --- customers

  function listCustomers(query: URLSearchParams): Reply {
    const filter = query.get("filter");
    const size = Math.min(Number(query.get("pageSize") ?? 20), reading.pageCap);
    const page = Number(query.get("pageIndex") ?? 0);
    const shown = inOrder(customers.filter((one) => !one.deleted || reading.deleted !== "gone"));
    const matching = filter === null || filter === "" ? shown : shown.filter((one) => matches(one, filter));
    const data = matching.slice(page * size, (page + 1) * size).map((one) => showCustomer(one, "seven"));
    return { status: 200, data, pageIndex: page };
  }

  function inOrder(list: OtherCustomer[]): OtherCustomer[] {
    // Random, but the same from page to page: a service that shuffles between two pages cannot be paged at all.
    if (reading.order === "random") return list.toSorted((a, b) => a.id.localeCompare(b.id));
    return reading.order === "newest-first" ? list.toReversed() : list;
  }

  function matches(one: OtherCustomer, filter: string): boolean {
    const texts = [textOf(one.fields["name"]), textOf(one.fields["reference"])];
    switch (reading.filter) {
      case "ignored":
        return true;
      case "equals":
        return texts.some((text) => text === filter);
      case "sensitive":
        return texts.some((text) => text.includes(filter));
      case "insensitive":
        return texts.some((text) => text.toLowerCase().includes(filter.toLowerCase()));
    }
  }

  function showCustomer(one: OtherCustomer, how: "seven" | "rich" | "created"): Value {
    const { name, description, enabled, reference, dateCreated } = one.fields;
    const basic = {
      id: one.id,
      name,
      description,
      enabled: flag(enabled ?? false),
      parentTenantId: RESELLER,
    };
    if (how === "created") return tidy(basic);
    const seven = { ...basic, reference, dateCreated };
    if (how === "seven") return tidy({ ...seven, ...extra() });
    const rich: Record<string, Value | undefined> = { ...seven, ...extra() };
    for (const key of CUSTOMER_FIELDS) {
      const value = one.fields[key];
      rich[key] =
        CUSTOMER_FLAGS.includes(key) && value !== undefined && value !== null ? flag(value) : numbers(value);
    }
    return tidy({ ...rich, pbxConnectionProfiles: one.pbxs.map((pbx) => showPbx(pbx, "read")) });
  }

  function createCustomer(body: Fields): Reply {
    if (typeof body["name"] !== "string") throw new Refusal(400, "The Name field is required.");
    const wanted = pbxsInside(body);
    const trial = trialOf(body);
    const customer: OtherCustomer = {
      id: randomUUID(),
      fields: {
        enabled: false,
        syncAcdAgentWithPbx: false,
        sendNewUserEmail: true,
        sendConnectWelcomeEmail: true,
        trialDuration: 0,
        dateCreated: "2026-01-01T09:00:00.000",
      },
      pbxs: [],
      users: [],
      pending: [],
      deleted: false,
    };
    for (const key of CUSTOMER_FIELDS) {
      if (key !== "trialDuration" && body[key] !== undefined) customer.fields[key] = body[key];
    }
    customer.fields["trialDuration"] = trial;
    if (!reading.createEnables) customer.fields["enabled"] = false;
    customers.push(customer);
    for (const pbx of wanted) attach(customer, pbx);
    return created(`/customers/${customer.id}`, showCustomer(customer, "created"));
  }

  function pbxsInside(body: Fields): Fields[] {
    const single = body["pbxConnectionProfile"] as Fields | undefined;
    const many = body["pbxConnectionProfiles"] as Fields[] | undefined;
    const other = reading.pbxKey === "object" ? many : single;
    if (reading.pbxKey !== "either" && other !== undefined && reading.otherPbxKey === "refused") {
      throw new Refusal(400, "The request is not valid.");
    }
    const counted = [
      ...(reading.pbxKey !== "array" && single ? [single] : []),
      ...(reading.pbxKey !== "object" && many ? many : []),
    ];
    return counted.map((pbx) => (reading.nestedPbxName ? pbx : { ...pbx, name: "Default" }));
  }

  function trialOf(body: Fields): number {
    const integer = body["trialDuration"];
    const string = body["trialduration"];
    const other = reading.trial === "integer" ? string : integer;
    if (reading.trial !== "either" && other !== undefined && reading.otherTrial === "refused") {
      throw new Refusal(400, "The JSON value could not be converted. Path: $.trialDuration");
    }
    if (reading.trial !== "string" && typeof integer === "number") return integer;
    if (reading.trial !== "integer" && typeof string === "string") return Number(string);
    return 0;
  }

  function ofCustomer(method: string, customer: OtherCustomer, body: unknown): Reply {
    switch (method) {
      case "GET":
        return { status: 200, data: showCustomer(customer, reading.customerFields) };
      case "PATCH":
        customer.fields = patched(customer.fields, body, CUSTOMER_FIELDS, CUSTOMER_FLAGS);
        return changed(showCustomer(customer, "rich"));
      case "DELETE":
        customer.deleted = true;
        customer.fields["enabled"] = false;
        return { status: reading.deleteStatus, bare: true };
      default:
        throw new Refusal(405, "Method Not Allowed");
    }
  }

  // --- PBX connections

  function attach(customer: OtherCustomer, wanted: Fields): Fields {
    const pbx: Fields = {
      ...wanted,
      id: randomUUID(),
      tenantId: customer.id,
      countryCode: wanted["countryCode"] ?? customer.fields["countryCode"] ?? "US",
      enabled: reading.pbxStarts === "enabled",
    };
    customer.pbxs.push(pbx);
    const people = options.onPbx?.[instanceOf(pbx) ?? ""] ?? [];
    const strangers: Person[] = reading.importStrangers
      ? [
          { email: "", displayName: "Lobby Phone" },
          { email: "shared@pbx.example", displayName: "Desk 1" },
          { email: "shared@pbx.example", displayName: "Desk 2" },
        ]
      : [];
    for (const { email, displayName } of [...strangers, ...people]) {
      const user = {
        id: randomUUID(),
        displayName,
        email: cased(email),
        roles: ["customer.user.pbx"],
        imported: true,
      };
      customer.pending.push({ at: Date.now() + reading.importDelay, user });
    }
    arrive(customer);
    return pbx;
  }

  function cased(email: string): string {
    if (reading.importCase === "upper") return email.toUpperCase();
    return reading.importCase === "mixed" ? email.replace(/^./, (letter) => letter.toUpperCase()) : email;
  }

  function showPbx(pbx: Fields, how: "created" | "read"): Value {
    const { id, name, _type, tenantId, enabled, ...rest } = pbx;
    const showsEnabled =
      reading.pbxEnabledShown === "always" || (how === "created" && reading.pbxEnabledShown === "create");
    const four = {
      id,
      name,
      _type,
      tenantId,
      ...extra(),
      ...(showsEnabled && { enabled: flag(enabled ?? false) }),
    };
    if (how === "created") return tidy({ ...four, ...rest });
    if (reading.pbxFields === "four") return tidy(four);
    const { apiKey: _secret, ...open } = rest;
    const withFlag =
      typeof open["monitorSubAccounts"] === "boolean"
        ? { monitorSubAccounts: flag(open["monitorSubAccounts"]) }
        : {};
    return tidy({ ...four, ...open, ...withFlag });
  }

  function ofPbxs(method: string, customer: OtherCustomer, id: string | undefined, body: unknown): Reply {
    if (id === undefined) {
      if (method === "GET") return { status: 200, data: customer.pbxs.map((pbx) => showPbx(pbx, "read")) };
      if (method !== "POST") throw new Refusal(405, "Method Not Allowed");
      const pbx = attach(customer, body as Fields);
      return created(`/customers/${customer.id}/pbxs/${textOf(pbx["id"])}`, showPbx(pbx, "created"));
    }
    const at = customer.pbxs.findIndex((pbx) => pbx["id"] === id);
    const pbx = customer.pbxs[at];
    if (!pbx) throw notFound();
    switch (method) {
      case "GET":
        return { status: 200, data: showPbx(pbx, "read") };
      case "PATCH":
        customer.pbxs[at] = patched(pbx, body, undefined, ["enabled", "monitorSubAccounts"]);
        return changed(showPbx(customer.pbxs[at] ?? {}, "read"));
      case "DELETE":
        customer.pbxs.splice(at, 1);
        return { status: reading.deleteStatus, bare: true };
      default:
        throw new Refusal(405, "Method Not Allowed");
    }
  }

  function instance(id: string | null): Reply {
    if (reading.instanceCheck === "404") throw notFound();
    if (reading.instanceCheck === "400") throw new Refusal(400, `The value '${id ?? ""}' is not valid.`);
    if (reading.instanceCheck === "405") throw new Refusal(405, "Method Not Allowed");
    if (reading.instanceCheck === "no-data") return { status: 200, bare: true };
    const owner = customers.find((one) => !one.deleted && one.pbxs.some((pbx) => instanceOf(pbx) === id));
    const pbx = owner?.pbxs.find((one) => instanceOf(one) === id);
    if (!pbx) return { status: 200, data: { exists: false, instanceId: id } };
    return {
      status: 200,
      data: { exists: true, instanceId: id, id: pbx["id"] ?? null, tenantId: owner?.id ?? null },
    };
  }

  // --- users

  function ofUsers(method: string, customer: OtherCustomer, id: string | undefined, body: unknown): Reply {
    if (id === undefined) {
      if (method === "GET") {
        return {
          status: 200,
          data: customer.users.map((user) => showUser(customer, user, reading.listRoles)),
        };
      }
      if (method !== "POST") throw new Refusal(405, "Method Not Allowed");
      return createUser(customer, body as Fields);
    }
    if (!GUID.test(id)) throw new Refusal(400, `The value '${id}' is not valid.`);
    const user = customer.users.find((one) => one.id === id);
    if (!user) throw notFound();
    switch (method) {
      case "GET":
        return { status: 200, data: showUser(customer, user, true) };
      case "PATCH":
        patchUser(customer, user, body);
        return changed(showUser(customer, user, true));
      case "DELETE":
        customer.users.splice(customer.users.indexOf(user), 1);
        return { status: reading.deleteStatus, bare: true };
      default:
        throw new Refusal(405, "Method Not Allowed");
    }
  }

  function showUser(customer: OtherCustomer, user: OtherUser, withRoles: boolean): Value {
    const { id, displayName, roles } = user;
    const email = user.email === "" ? undefined : user.email;
    const shown = { id, displayName, email, primaryTenant: customer.id, isParent: flag(false), ...extra() };
    return tidy(withRoles ? { ...shown, roles: [...roles] } : shown);
  }

  function createUser(customer: OtherCustomer, body: Fields): Reply {
    const { email, displayName, roles } = body;
    if (typeof email !== "string" || typeof displayName !== "string")
      throw new Refusal(400, "The Email field is required.");
    const everybody =
      reading.duplicateScope === "tenant" ? customer.users : customers.flatMap((one) => one.users);
    if (everybody.some((one) => one.email.toLowerCase() === email.toLowerCase())) throw duplicate();
    const wanted = checkedRoles(["customer.user", ...((roles as string[] | undefined) ?? [])], false);
    if (!wanted.some(makesAdmin)) needAdmin(customer);
    const stored = reading.storedEmail === "lower" ? email.toLowerCase() : email;
    const user: OtherUser = { id: randomUUID(), displayName, email: stored, roles: wanted, imported: false };
    customer.users.push(user);
    const data = showUser(customer, user, true);
    return created(`/customers/${customer.id}/users/${user.id}`, data);
  }

  function duplicate(): Refusal {
    const bodies: Record<Reading["duplicateBody"], string | undefined> = {
      envelope: undefined,
      none: "",
      html: "<html><body><h1>Conflict</h1></body></html>",
      problem: JSON.stringify({
        type: "about:blank",
        title: "One or more validation errors occurred.",
        errors: { Email: ["taken"] },
      }),
    };
    return new Refusal(reading.duplicateStatus, "User already exists", bodies[reading.duplicateBody]);
  }

  function patchUser(customer: OtherCustomer, user: OtherUser, body: unknown): void {
    const hadAdmin = hasAdmin(customer);
    let { displayName, email } = user;
    let roles = [...user.roles];
    for (const op of operations(body)) {
      const [member, index, ...rest] = segments(op.path);
      if (rest.length > 0) throw noTarget(rest[0] ?? "");
      if (member?.toLowerCase() === "displayname") displayName = String(op.value);
      else if (member?.toLowerCase() === "email") email = String(op.value);
      else if (member?.toLowerCase() === "roles") {
        const before = roles;
        roles = patchedRoles(roles, op, index);
        // Whoever reads the guide strictly looks at each operation: until there is an admin, only one may be made.
        const grants = roles.filter((role) => !before.includes(role));
        const isOther = !grants.every((role) => makesAdmin(role) || role === "customer.user");
        if (reading.adminCounted === "each-op" && !hadAdmin && isOther && !roles.some(makesAdmin))
          needAdmin(customer);
        if (reading.prerequisites === "checked-each-op") checkNeeds(roles);
      } else throw noTarget(member ?? "");
    }
    if (user.imported && !roles.includes("customer.user.pbx")) roles = ["customer.user.pbx", ...roles];
    roles = checkedRoles(roles, user.imported);
    if (!hadAdmin && !isAdmin(roles)) needAdmin(customer);
    Object.assign(user, { displayName, email, roles });
  }

  function patchedRoles(roles: string[], op: Operation, index: string | undefined): string[] {
    if (index === undefined) {
      if (op.op === "remove") return [];
      if (!Array.isArray(op.value))
        throw new Refusal(400, `The value '${String(op.value)}' is invalid for target location.`);
      return op.value.map(String);
    }
    const at = index === "-" ? roles.length : Number(index);
    if (!Number.isInteger(at) || at > roles.length)
      throw new Refusal(
        400,
        `The index value provided by path segment '${index}' is out of bounds of the array size.`,
      );
    switch (op.op) {
      case "add": {
        const role = String(op.value);
        if (roles.includes(role)) {
          if (reading.duplicateRole === "refused")
            throw new Refusal(400, `The user has the role '${role}' already.`);
          if (reading.duplicateRole === "ignored") return roles;
        }
        return roles.toSpliced(at, 0, role);
      }
      case "remove":
        return roles.toSpliced(index === "-" ? roles.length - 1 : at, 1);
      case "replace":
        return roles.toSpliced(index === "-" ? roles.length - 1 : at, 1, String(op.value));
      case "test":
        if (roles[at] !== op.value)
          throw new Refusal(400, "The current value is not equal to the test value.");
        return roles;
    }
  }

  function checkedRoles(wanted: readonly string[], imported: boolean): string[] {
    let roles = reading.duplicateRole === "stored" ? [...wanted] : [...new Set(wanted)];
    const unknown = roles.find((role) => !isKnown(role));
    if (unknown !== undefined && reading.unknownRole === "refused")
      throw new Refusal(400, `The role '${unknown}' is not valid.`);
    if (reading.unknownRole === "dropped") roles = roles.filter(isKnown);
    const levels = roles.filter((role) => SUPERVISORS.includes(role));
    if (new Set(levels).size > 1) {
      if (reading.supervisors === "refused")
        throw new Refusal(400, "Only one supervisor role can be assigned.");
      if (reading.supervisors === "exchanged")
        roles = roles.filter((role) => !levels.includes(role) || role === levels.at(-1));
    }
    if (reading.prerequisites !== "unchecked") checkNeeds(roles);
    if (!imported) roles = roles.filter((role) => role !== "customer.user.pbx");
    return roles;
  }

  function isKnown(role: string): boolean {
    if (role === "user.admin" || role === "admin.user") return makesAdmin(role);
    return KNOWN_ROLES.has(role);
  }

  function makesAdmin(role: string): boolean {
    return reading.adminRole === "either"
      ? role === "user.admin" || role === "admin.user"
      : role === reading.adminRole;
  }

  function isAdmin(roles: readonly string[]): boolean {
    return roles.some(makesAdmin) && (!reading.adminNeedsLogin || roles.includes("customer.user"));
  }

  function hasAdmin(customer: OtherCustomer): boolean {
    return customer.users.some((user) => isAdmin(user.roles));
  }

  function needAdmin(customer: OtherCustomer): void {
    if (reading.noAdminStatus === 0 || hasAdmin(customer)) return;
    throw new Refusal(reading.noAdminStatus, "No administrator has been assigned");
  }

  // --- JSON Patch of plain members

  function patched(
    target: Fields,
    body: unknown,
    allowed: readonly string[] | undefined,
    flags: readonly string[],
  ): Fields {
    const copy = structuredClone(target);
    for (const op of operations(body)) {
      const [first = "", second] = segments(op.path);
      const known =
        allowed ??
        Object.keys({
          ...copy,
          name: 1,
          enabled: 1,
          hostRest: 1,
          hostWebsocket: 1,
          accountId: 1,
          apiKey: 1,
          countryCode: 1,
          monitorSubAccounts: 1,
          licenseKey: 1,
          username: 1,
        });
      const key = known.find((name) => name.toLowerCase() === first.toLowerCase());
      if (key === undefined || key === "id") throw noTarget(first);
      const holder = second === undefined ? copy : (copy[key] as Fields | undefined);
      if (holder === undefined || holder === null) throw noTarget(second ?? "");
      const name = second ?? key;
      if (reading.patchMissing === "refused" && op.op === "replace" && holder[name] === undefined)
        throw noTarget(name);
      if (op.op === "remove") delete holder[name];
      else
        holder[name] =
          second === undefined && flags.includes(key) ? patchFlag(op.value) : (op.value as Value);
    }
    return copy;
  }

  function patchFlag(value: unknown): boolean {
    const isFlag = typeof value === "boolean";
    const isWord = value === "true" || value === "false";
    if ((isFlag && reading.patchBooleans !== "string") || (isWord && reading.patchBooleans !== "json"))
      return String(value) === "true";
    throw new Refusal(400, `The value '${String(value)}' is invalid for target location.`);
  }

  // --- the form of answers

  function created(path: string, data: Value): Reply {
    const location = `/api/v1.0${path}`;
    const id = (data as Fields)["id"] ?? null;
    switch (reading.createReply) {
      case "location":
        return { status: 201, location: url() + location, bare: true };
      case "relative-location":
        return { status: 201, location, bare: true };
      case "id-only":
        return { status: 201, data: { id } };
      case "both-200":
        return { status: 200, location: url() + location, data };
      case "data":
        return { status: 201, location: url() + location, data };
    }
  }

  function changed(data: Value): Reply {
    switch (reading.patchReply) {
      case "data":
        return { status: 200, data };
      case "status":
        return { status: 200, bare: true };
      case "empty":
      case "no-content":
        return { status: reading.patchReply === "empty" ? 200 : 204 };
    }
  }

  function send(response: ServerResponse, method: string, reply: Reply): void {
    response.statusCode = reply.status;
    if (reply.location !== undefined) response.setHeader("Location", reply.location);
    if (method === "PATCH") response.setHeader("Request-Context", `appId=cid-v1:${RESELLER}`);
    if (reply.status === 204 || (reply.data === undefined && reply.bare !== true)) {
      response.end();
      return;
    }
    contentType(response);
    const envelope: Record<string, Value | undefined> = {
      data: reply.data,
      status: "success",
      timestamp: timestamp(),
      page_size: Array.isArray(reply.data) && reading.pageCounts ? reply.data.length : undefined,
      page_index: reading.pageCounts ? reply.pageIndex : undefined,
    };
    response.end(JSON.stringify(recased({ ...envelope, ...extra() } as Value)));
  }

  function refuse(response: ServerResponse, refusal: Refusal): void {
    response.statusCode = refusal.status;
    if (refusal.body !== undefined) {
      if (refusal.body.startsWith("<")) response.setHeader("Content-Type", "text/html");
      response.end(refusal.body);
      return;
    }
    contentType(response);
    const body = { error: refusal.status, message: refusal.message, status: "error", timestamp: timestamp() };
    response.end(JSON.stringify(recased(body)));
  }

  function contentType(response: ServerResponse): void {
    const types = {
      "utf-8": "application/json; charset=utf-8",
      plain: "text/plain",
      problem: "application/vnd.api+json",
    };
    response.setHeader("Content-Type", types[reading.charset]);
  }

  function recased(value: Value): Value {
    if (reading.keys === "documented") return value;
    if (Array.isArray(value)) return value.map(recased);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        key.replace(/^[a-z]/, (letter) => letter.toUpperCase()),
        recased(one),
      ]),
    );
  }

  function tidy(fields: Record<string, Value | undefined>): Fields {
    const entries = Object.entries(fields).map(([key, value]): [string, Value | undefined] => [
      key,
      value ?? (reading.unset === "null" ? null : undefined),
    ]);
    return Object.fromEntries(entries.filter((entry): entry is [string, Value] => entry[1] !== undefined));
  }

  function numbers(value: Value | undefined): Value | undefined {
    if (reading.numbers === "json" || value === undefined) return value;
    if (typeof value === "number") return String(value);
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, numbers(one) ?? null]));
  }

  function flag(value: Value): Value {
    return reading.readBooleans === "string" ? JSON.stringify(value) : value;
  }

  function extra(): Fields {
    if (!reading.extraFields) return {};
    return {
      _etag: "W/1",
      links: [{ rel: "self" }],
      __proto__x: { nested: [1, null] },
      isActive: true,
      createdBy: null,
    };
  }

  function url(): string {
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  function addCustomer(fields: Fields, pbxs: Fields[] = [], users: Partial<OtherUser>[] = []): OtherCustomer {
    const customer: OtherCustomer = {
      id: randomUUID(),
      fields: { enabled: false, dateCreated: "2025-01-01T09:00:00.000", ...fields },
      pbxs: [],
      users: [],
      pending: [],
      deleted: false,
    };
    customers.push(customer);
    customer.pbxs = pbxs.map((pbx) => ({ id: randomUUID(), tenantId: customer.id, enabled: true, ...pbx }));
    customer.users = users.map((user) => ({
      id: randomUUID(),
      displayName: "Somebody",
      email: "",
      roles: [],
      imported: false,
      ...user,
    }));
    return customer;
  }

  if (reading.order === "random") random();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: url(),
    customers,
    seen,
    most: () => most,
    reset: () => {
      seen.length = 0;
      most = 0;
    },
    writes: () => seen.filter((one) => one.method !== "GET"),
    tooEarly: () => early,
    addCustomer,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

interface Operation {
  readonly op: "add" | "remove" | "replace" | "test";
  readonly path: string;
  readonly value?: unknown;
}

function operations(body: unknown): Operation[] {
  if (!Array.isArray(body)) throw new Refusal(400, "A JSON Patch document is an array.");
  return body as Operation[];
}

function segments(path: string): string[] {
  if (!path.startsWith("/")) throw noTarget(path);
  return path
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function instanceOf(pbx: Fields): string | undefined {
  const id = pbx["accountId"] ?? pbx["licenseKey"];
  return typeof id === "string" ? id : undefined;
}

function notFound(): Refusal {
  return new Refusal(404, "Not Found");
}

function noTarget(segment: string): Refusal {
  return new Refusal(400, `The target location specified by path segment '${segment}' was not found.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function timestamp(): string {
  return new Date().toISOString().replace("Z", "2890Z");
}

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A text as it is; anything else as JSON; nothing as the empty text. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function checkNeeds(roles: readonly string[]): void {
  for (const role of roles) {
    const needed = NEEDS[role];
    if (needed !== undefined && !roles.includes(needed))
      throw new Refusal(400, `The role '${role}' needs '${needed}'.`);
  }
}
