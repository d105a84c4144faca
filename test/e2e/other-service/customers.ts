import { randomUUID } from "node:crypto";
import { patched } from "./patch.ts";
import { attach, showPbx } from "./pbxs.ts";
import { Refusal } from "./refusal.ts";
import { changed, created } from "./replies.ts";
import { RESELLER, extra, flag, numbers, textOf, tidy } from "./values.ts";
import type { Value, Fields, OtherCustomer, Reply, World } from "./types.ts";

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

export function listCustomers(world: World, query: URLSearchParams): Reply {
  const filter = query.get("filter");
  const size = Math.min(Number(query.get("pageSize") ?? 20), world.reading.pageCap);
  const page = Number(query.get("pageIndex") ?? 0);
  const shown = inOrder(
    world,
    world.customers.filter((one) => !one.deleted || world.reading.deleted !== "gone"),
  );
  const matching =
    filter === null || filter === "" ? shown : shown.filter((one) => matches(world, one, filter));
  const data = matching.slice(page * size, (page + 1) * size).map((one) => showCustomer(world, one, "seven"));
  return { status: 200, data, pageIndex: page };
}

export function ofCustomer(world: World, method: string, customer: OtherCustomer, body: unknown): Reply {
  switch (method) {
    case "GET":
      return { status: 200, data: showCustomer(world, customer, world.reading.customerFields) };
    case "PATCH":
      customer.fields = patched(world, customer.fields, body, CUSTOMER_FIELDS, CUSTOMER_FLAGS);
      return changed(world, showCustomer(world, customer, "rich"));
    case "DELETE":
      customer.deleted = true;
      customer.fields["enabled"] = false;
      return { status: world.reading.deleteStatus, bare: true };
    default:
      throw new Refusal(405, "Method Not Allowed");
  }
}

export function createCustomer(world: World, body: Fields): Reply {
  if (typeof body["name"] !== "string") throw new Refusal(400, "The Name field is required.");
  const wanted = pbxsInside(world, body);
  const trial = trialOf(world, body);
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
  if (!world.reading.createEnables) customer.fields["enabled"] = false;
  world.customers.push(customer);
  for (const pbx of wanted) attach(world, customer, pbx);
  return created(world, `/customers/${customer.id}`, showCustomer(world, customer, "created"));
}

function inOrder(world: World, list: OtherCustomer[]): OtherCustomer[] {
  // Random, but the same from page to page: a service that shuffles between two pages cannot be paged at all.
  if (world.reading.order === "random") return list.toSorted((a, b) => a.id.localeCompare(b.id));
  return world.reading.order === "newest-first" ? list.toReversed() : list;
}

function matches(world: World, one: OtherCustomer, filter: string): boolean {
  const texts = [textOf(one.fields["name"]), textOf(one.fields["reference"])];
  switch (world.reading.filter) {
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

function showCustomer(world: World, one: OtherCustomer, how: "seven" | "rich" | "created"): Value {
  const { name, description, enabled, reference, dateCreated } = one.fields;
  const basic = {
    id: one.id,
    name,
    description,
    enabled: flag(world, enabled ?? false),
    parentTenantId: RESELLER,
  };
  if (how === "created") return tidy(world, basic);
  const seven = { ...basic, reference, dateCreated };
  if (how === "seven") return tidy(world, { ...seven, ...extra(world) });
  const rich: Record<string, Value | undefined> = { ...seven, ...extra(world) };
  for (const key of CUSTOMER_FIELDS) {
    const value = one.fields[key];
    rich[key] =
      CUSTOMER_FLAGS.includes(key) && value !== undefined && value !== null
        ? flag(world, value)
        : numbers(world, value);
  }
  return tidy(world, { ...rich, pbxConnectionProfiles: one.pbxs.map((pbx) => showPbx(world, pbx, "read")) });
}

function pbxsInside(world: World, body: Fields): Fields[] {
  const single = body["pbxConnectionProfile"] as Fields | undefined;
  const many = body["pbxConnectionProfiles"] as Fields[] | undefined;
  const other = world.reading.pbxKey === "object" ? many : single;
  if (world.reading.pbxKey !== "either" && other !== undefined && world.reading.otherPbxKey === "refused") {
    throw new Refusal(400, "The request is not valid.");
  }
  const counted = [
    ...(world.reading.pbxKey !== "array" && single ? [single] : []),
    ...(world.reading.pbxKey !== "object" && many ? many : []),
  ];
  return counted.map((pbx) => (world.reading.nestedPbxName ? pbx : { ...pbx, name: "Default" }));
}

function trialOf(world: World, body: Fields): number {
  const integer = body["trialDuration"];
  const string = body["trialduration"];
  const other = world.reading.trial === "integer" ? string : integer;
  if (world.reading.trial !== "either" && other !== undefined && world.reading.otherTrial === "refused") {
    throw new Refusal(400, "The JSON value could not be converted. Path: $.trialDuration");
  }
  if (world.reading.trial !== "string" && typeof integer === "number") return integer;
  if (world.reading.trial !== "integer" && typeof string === "string") return Number(string);
  return 0;
}
