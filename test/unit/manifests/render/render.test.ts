import { expect, test } from "vitest";
import { renderManifest } from "../../../../src/manifests/render/render.ts";
import {
  toEmailKey,
  toPbxId,
  toReference,
  toRoleId,
  toTenantId,
  toUserId,
} from "../../../../src/model/ids.ts";
import type { ObservedUser, PresentCustomer } from "../../../../src/model/customer/observed.ts";
import { DEFAULT_DIALECT } from "../../../../src/model/customer/admin-dialect.ts";
import { roleCatalogue } from "../../../../src/model/customer/roles.ts";
import { load } from "../memory-files.ts";

const user = (email: string | undefined, roles: readonly string[], isParent = false): ObservedUser => ({
  id: toUserId(`U-${email}`),
  ...(email === undefined ? {} : { email, key: toEmailKey(email) }),
  fields: new Map([["displayName", `Name of ${email}`]]),
  roles: roles.map((role) => toRoleId(role)),
  isParent,
});

const live: PresentCustomer = {
  state: "present",
  tenantId: toTenantId("T-1"),
  fields: new Map<string, string | boolean | number | null>([
    ["name", "Acme: Dental"],
    ["description", null],
    ["enabled", true],
    ["features.agent", 25],
    ["trialDuration", 30],
  ]),
  pbxs: [
    {
      id: toPbxId("P-1"),
      name: "Acme Kazoo",
      wireType: "KazooPbxConnectionProfile",
      fields: new Map([
        ["name", "Acme Kazoo"],
        ["accountId", "a1"],
        ["apiKey", "hush"],
      ]),
    },
  ],
  users: [
    user("Ana@acme.example", [
      "customer.user",
      "admin.user",
      "customer.user.pbx",
      "customer.user.supervisorl1",
    ]),
    user("bob@acme.example", ["customer.user.pbx", "customer.user.acd"]),
    user("cy@acme.example", ["customer.user", "customer.user.fax"]),
    user("nobody@acme.example", ["customer.user.pbx"]),
    user("twin@acme.example", ["customer.user.acd"]),
    user("TWIN@acme.example", ["customer.user.acd"]),
    user("boss@reseller.example", ["customer.user"], true),
    user(undefined, ["customer.user.pbx"]),
  ],
  instances: [],
};

test("a live customer as a manifest that loads again and declares what is there", async () => {
  const text = renderManifest({
    reference: toReference("ACME-0042"),
    customer: live,
    catalogue: roleCatalogue(),
    dialect: DEFAULT_DIALECT,
  });
  expect(text).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=../schemas/customer.schema.json
    apiVersion: dimctl/v1
    kind: Customer
    reference: ACME-0042
    name: "Acme: Dental"
    enabled: true
    features:
      agent: 25
    pbxs:
      - type: kazoo
        name: Acme Kazoo
        accountId: a1
        # not shown by Dimensions; fill in to manage it:
        # hostRest: https://…
        # hostWebsocket: wss://…
        # apiKey: { secret: ACME_0042_KAZOO_KEY }
    admins:
      - email: Ana@acme.example
        displayName: Name of Ana@acme.example
        imported: true
        roles:
          - customer.user.supervisorl1
    users:
      - email: bob@acme.example
        displayName: Name of bob@acme.example
        imported: true
        roles:
          - customer.user.acd
      - email: cy@acme.example
        displayName: Name of cy@acme.example
        login: true
        # roles are unmanaged because of "customer.user.fax"

    # 5 more users in Dimensions: unmanaged (ignored)
    "
  `);
  const { customers, diagnostics } = await load({ "customers/acme.yaml": text });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(customers).toHaveLength(1);
});
