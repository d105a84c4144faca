import type { OtherService } from "./other-service/service.ts";
import type { OtherOptions } from "./other-service/types.ts";
import { textOf } from "./other-service/values.ts";

export const SECRETS = {
  DIMCTL_SECRET_ACME_0042_KAZOO_KEY: "s3cr3t-acme-key",
  DIMCTL_SECRET_NORTH_0007_KEY: "s3cr3t-north-key",
  DIMCTL_SECRET_NORTH_0007_YARD: "s3cr3t-yard-password",
} as const;

export const TOKEN = "token-for-tests";

export const ON_PBX: NonNullable<OtherOptions["onPbx"]> = {
  "9d3f0c1e5b7a4c2e8f6d1a0b3c4d5e6f": [
    { email: "ana.souza@acme.example", displayName: "Ana S." },
    { email: "bruno.lima@acme.example", displayName: "Bruno" },
    { email: "carla.dias@acme.example", displayName: "Carla" },
    { email: "nobody@acme.example", displayName: "Not in the file" },
  ],
  "4b1d9e7c2a6f4d8e9c0b1a2f3e4d5c6b": [
    { email: "omar@north.example", displayName: "Omar" },
    { email: "mia.chen@north.example", displayName: "Mia" },
  ],
};

/** The customer that is there already, and others whose names and references contain the managed ones. */
export function fill(service: OtherService): void {
  const pbx = {
    _type: "KazooPbxConnectionProfile",
    name: "Lake Kazoo",
    hostRest: "https://api.pbx.example/v2",
    hostWebsocket: "wss://ws.pbx.example",
    accountId: "1a1d9e7c2a6f4d8e9c0b1a2f3e4d5c6b",
    apiKey: "k",
    countryCode: "CH",
    monitorSubAccounts: false,
  };
  service.addCustomer({ name: "Acme Dental old", reference: "ACME-0042-OLD" });
  service.addCustomer({ name: "ACME-0042", reference: "X-ACME-0042" });
  service.addCustomer({ name: "No reference" });
  service.addCustomer(
    {
      name: "Lake",
      description: "By the lake",
      reference: "LAKE-0001",
      enabled: true,
      timezone: "Europe/Berlin",
      countryCode: "CH",
      features: { agent: 1, device: 4 },
      syncAcdAgentWithPbx: false,
      sendNewUserEmail: true,
      sendConnectWelcomeEmail: true,
      trialDuration: 0,
    },
    [pbx],
    [
      { email: "EVA@lake.example", displayName: "Eva", roles: ["customer.user.pbx"], imported: true },
      {
        email: "tom@lake.example",
        displayName: "Tom",
        roles: ["customer.user.pbx", "customer.user", "customer.user.supervisorl1"],
        imported: true,
      },
      {
        email: "left@lake.example",
        displayName: "Left",
        roles: ["customer.user.pbx", "customer.user", "customer.settings"],
        imported: true,
      },
      {
        email: "other@lake.example",
        displayName: "Other",
        roles: ["customer.user.pbx", "customer.user.acd"],
        imported: true,
      },
      { email: "", displayName: "Phone", roles: ["customer.user.pbx"], imported: true },
    ],
  );
  service.addCustomer({ name: "River", reference: "RIVER-00199" });
}

/** What no run may leave behind: two of a kind that has one identity. Empty when all is well. */
export function doubles(service: OtherService): string[] {
  const live = service.customers.filter((customer) => !customer.deleted);
  return [
    ...repeated(live.map((one) => textOf(one.fields["reference"] ?? one.id))),
    ...live.flatMap((one) =>
      repeated(one.pbxs.map((pbx) => `${textOf(one.fields["reference"])}/${textOf(pbx["name"])}`)),
    ),
    ...live.flatMap((one) =>
      repeated(
        one.users
          .map((user) => user.email.toLowerCase())
          .filter((email) => email !== "" && email !== "shared@pbx.example"),
      ),
    ),
  ];
}

function repeated(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}
