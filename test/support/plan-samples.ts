/** A plan with every kind of change, for golden tests of every format. */
import { toReference } from "../../src/model/ids.ts";
import type { ApplyResult } from "../../src/model/plan/outcome.ts";
import type { Plan } from "../../src/model/plan/plan.ts";
import {
  UNKNOWN,
  at,
  createCustomer,
  createPbx,
  createUser,
  deleteUser,
  field,
  risk,
  roles,
  secretField,
  updateAwaitedUser,
  updateCustomer,
  updatePbx,
  updateUser,
} from "./change-builders.ts";
import { customerPlan, planOf, diagnostic } from "./plan-builders.ts";
import { customerResult, resultOf } from "./result-builders.ts";

const pbx = createPbx("Acme Kazoo", {
  inside: true,
  enable: true,
  fields: [
    field("hostRest", "https://api.pbx.example:8443/v2"),
    secretField("apiKey", "ACME_0042_KAZOO_KEY"),
  ],
  at: at(15, "customers/acme-dental.yaml", 5),
});

const ACME = customerPlan("ACME-0042", {
  file: "customers/acme-dental.yaml",
  isNew: true,
  changes: [
    createCustomer({
      fields: [field("name", "Acme Dental"), field("features.agent", 25)],
      risks: [risk("charge", "25 agent licences")],
      at: at(3, "customers/acme-dental.yaml"),
    }),
    pbx,
    updateAwaitedUser("ana.souza@acme.example", {
      wave: 3,
      reason: "promote",
      admin: true,
      roles: { add: roles("user.admin", "customer.user"), remove: [] },
      risks: [risk("new-admin", "ana.souza@acme.example")],
      at: at(24, "customers/acme-dental.yaml", 5),
    }),
    createUser("bruno.lima@acme.example", {
      fields: [field("displayName", "Bruno Lima")],
      roles: { add: roles("customer.user.acd"), remove: [] },
      risks: [risk("charge", "adds customer.user.acd"), risk("send-email", "an activation e-mail")],
      at: at(29, "customers/acme-dental.yaml", 5),
    }),
  ],
  coverage: { declared: 14, compared: 0, notCompared: [{ path: "pbxs[0].apiKey", why: "not-shown" }] },
  requests: 17,
});

const NORTH = customerPlan("NORTH-0007", {
  name: "Northwind Logistics",
  file: "customers/northwind.yaml",
  changes: [
    updateCustomer({
      fields: [field("timezone", "America/Phoenix", "America/Denver")],
      at: at(6, "customers/northwind.yaml"),
    }),
    updatePbx("Northwind Kazoo", {
      reason: "written-value-differs",
      fields: [
        secretField("apiKey", "NORTH_0007_KAZOO_KEY", UNKNOWN),
        field("monitorSubAccounts", true, UNKNOWN),
      ],
      risks: [risk("restart-pbx", "it is collecting now")],
      at: at(12, "customers/northwind.yaml", 5),
      hold: { why: "not-approved", risks: ["restart-pbx"] },
    }),
    updateUser("omar.haddad@northwind.example", {
      wave: 5,
      reason: "exchange",
      roles: {
        held: roles("customer.user", "customer.user.supervisorl1"),
        add: roles("customer.user.supervisorl3"),
        remove: roles("customer.user.supervisorl1"),
      },
      risks: [risk("charge", "adds customer.user.supervisorl3")],
      at: at(31, "customers/northwind.yaml", 5),
    }),
    deleteUser("old@northwind.example", {
      risks: [risk("delete-user", "old@northwind.example", "ticket 4711")],
      at: at(40, "customers/northwind.yaml", 5),
    }),
  ],
  unchanged: 3,
  notes: [{ code: "left-alone", text: "3 more users in Dimensions: unmanaged (ignored)" }],
  warnings: [
    diagnostic("unused-approval", {
      severity: "warning",
      summary: "nothing needs the approval of delete-pbx",
      hint: "remove it",
      at: at(50, "customers/northwind.yaml", 5),
    }),
  ],
  coverage: {
    declared: 17,
    compared: 14,
    notCompared: [
      { path: "pbxs[0].apiKey", why: "secret-not-shown" },
      { path: "pbxs[0].username", why: "not-shown" },
      { path: "pbxs[0].hostRest", why: "not-shown" },
    ],
  },
  requests: 11,
});

export const SAMPLE_PLAN: Plan = planOf(
  [
    ACME,
    customerPlan("ALPINE-0003", { name: "Alpine Clinic", file: "customers/alpine.yaml", unchanged: 4 }),
    customerPlan("LUNA-0009", {
      name: "Luna Foods",
      file: "customers/luna.yaml",
      status: "ambiguous",
      why: "two customers have this reference",
    }),
    NORTH,
  ],
  { noLongerManaged: [toReference("GONE-0001")] },
);

/** What an apply made of it: ACME-0042 stops at a refusal, NORTH-0007 waits for an approval. */
export const SAMPLE_RESULT: ApplyResult = resultOf([
  customerResult(
    ACME,
    [
      { status: "done" },
      { status: "done", note: "created with the customer" },
      { status: "done" },
      {
        status: "failed",
        why: "Dimensions refused it",
        request: {
          method: "POST",
          path: "/api/v1.0/customers/c-1/users",
          status: 400,
          message: "Invalid role",
        },
      },
    ],
    {
      remaining: [
        {
          object: "customer",
          field: "timezone",
          wanted: "America/Phoenix",
          stored: "America/Denver",
          text: 'Dimensions stores timezone as "America/Denver"',
        },
      ],
    },
  ),
  customerResult(
    customerPlan("ALPINE-0003", { name: "Alpine Clinic", file: "customers/alpine.yaml", unchanged: 4 }),
    [],
  ),
  customerResult(NORTH, [
    { status: "done" },
    { status: "held", hold: { why: "not-approved", risks: ["restart-pbx"] } },
    {
      status: "unknown",
      why: "no reply came, and reading back failed",
      request: { method: "PATCH", path: "/api/v1.0/customers/c-2/users/u-1", message: "socket hang up" },
    },
    {
      status: "held",
      hold: { why: "not-started", detail: "an earlier change of this customer did not succeed" },
    },
  ]),
]);
