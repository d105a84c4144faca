import type { StoredCustomer, StoredUser } from "../../../src/emulator/world/state.ts";
import type { WireRequest } from "../../../src/model/ports/wire.ts";
import type { Dice } from "../dice.ts";
import { serve } from "./service.ts";
import type { World } from "../world.ts";

/** Someone at work in the portal: one small thing to one of our customers, through the same service and its rules. */
export async function actInPortal(world: World, dice: Dice): Promise<void> {
  const references = new Set<unknown>(world.desired.map(({ reference }) => reference));
  const ours = Object.values(world.emulator.state.customers).filter(
    (customer) => references.has(customer.fields["reference"]) && customer.deletedAt === undefined,
  );
  if (ours.length === 0) return;
  const customer = dice.one(ours);
  const act = drawAct(dice, customer);
  if (act) await serve(world, "person", act);
}

function drawAct(dice: Dice, customer: StoredCustomer): WireRequest | undefined {
  const users = Object.values(customer.users);
  const user = users.length > 0 ? dice.one(users) : undefined;
  const at = `/api/v1.0/customers/${customer.id}`;
  const what = dice.between(1, 100);
  if (what <= 8) return patch(at, [{ op: "replace", path: "/description", value: "changed by hand" }]);
  if (what <= 11) return request("DELETE", at);
  if (what <= 20)
    return request("POST", `${at}/users`, {
      email: `hand${dice.between(0, 2)}@hand.example`,
      displayName: "By hand",
      roles: ["customer.user"],
    });
  const pbx = Object.values(customer.pbxs)[0];
  if (what <= 24 && pbx)
    return patch(`${at}/pbxs/${pbx.id}`, [{ op: "replace", path: "/hostRest", value: "https://by.hand" }]);
  if (what <= 26 && pbx) return request("DELETE", `${at}/pbxs/${pbx.id}`);
  if (!user) return undefined;
  if (what <= 34) return request("DELETE", `${at}/users/${user.id}`);
  if (what <= 42)
    return patch(`${at}/users/${user.id}`, [{ op: "replace", path: "/displayName", value: "By hand" }]);
  return patch(`${at}/users/${user.id}`, drawRoleOps(dice, user, what));
}

function drawRoleOps(dice: Dice, user: StoredUser, what: number): readonly unknown[] {
  const role = dice.one([
    "customer.settings",
    "customer.user.uc",
    "customer.user.supervisorl2",
    "customer.user",
  ]);
  if (what <= 65) return [{ op: "add", path: "/roles/-", value: role }];
  const admin = ["user.admin", "admin.user"];
  if (what <= 75)
    return [{ op: "replace", path: "/roles", value: user.roles.filter((held) => !admin.includes(held)) }];
  if (what <= 87)
    return [
      {
        op: "replace",
        path: "/roles",
        value: [...new Set([...user.roles, "customer.user", dice.one(admin)])],
      },
    ];
  const gone = user.roles.length > 0 ? dice.one(user.roles) : undefined;
  return [{ op: "replace", path: "/roles", value: user.roles.filter((held) => held !== gone) }];
}

function patch(path: string, ops: readonly unknown[]): WireRequest {
  return request("PATCH", path, ops);
}

function request(method: WireRequest["method"], path: string, body?: unknown): WireRequest {
  return {
    method,
    path,
    headers: { authorization: "Bearer person", "content-type": "application/json", "accept-charges": "true" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}
