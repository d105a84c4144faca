import type { Context } from "./context.ts";
import {
  handleCreateCustomer,
  handleDeleteCustomer,
  handleGetCustomer,
  handleListCustomers,
  handlePatchCustomer,
} from "./resources/customers.ts";
import { invalidValue, notFound, Refusal, type Reply } from "./wire/envelope.ts";
import { isId } from "./world/new-id.ts";
import {
  checkInstance,
  handleCreatePbx,
  handleDeletePbx,
  handleGetPbx,
  handleListPbxs,
  handlePatchPbx,
} from "./resources/pbxs.ts";
import type { EmulatorState } from "./world/state.ts";
import type { Switches } from "./switches/switches.ts";
import {
  handleCreateUser,
  handleDeleteUser,
  handleGetUser,
  handleListUsers,
  handlePatchUser,
} from "./resources/users.ts";

type Handler = (context: Context) => Reply;
type Methods = Readonly<Partial<Record<string, Handler>>>;

const INSTANCE_CHECK = "pbxs";

/** Every resource, by its path with the ids taken out (CONTRACT.md sections 4 to 6). */
const ROUTES: ReadonlyMap<string, Methods> = new Map<string, Methods>([
  ["customers", { GET: handleListCustomers, POST: handleCreateCustomer }],
  ["customers/:id", { GET: handleGetCustomer, PATCH: handlePatchCustomer, DELETE: handleDeleteCustomer }],
  ["customers/:id/users", { GET: handleListUsers, POST: handleCreateUser }],
  ["customers/:id/users/:id", { GET: handleGetUser, PATCH: handlePatchUser, DELETE: handleDeleteUser }],
  ["customers/:id/pbxs", { GET: handleListPbxs, POST: handleCreatePbx }],
  ["customers/:id/pbxs/:id", { GET: handleGetPbx, PATCH: handlePatchPbx, DELETE: handleDeletePbx }],
  [INSTANCE_CHECK, { GET: checkInstance }],
]);

/** A path below `/api/v1.0`: who is asked, for which account and ids. */
export interface Route {
  readonly handler: Handler;
  readonly account: string;
  readonly ids: readonly string[];
}

/**
 * The handler of a path. Both shapes are served: `/customers…` means the token's reseller, `/accounts/{id}/customers…` a
 * reseller below an enterprise (section 1). Refuses with 400, 404 or 405.
 */
export function matchRoute(
  state: EmulatorState,
  switches: Switches,
  method: string,
  pathname: string,
): Route {
  const all = pathname.split("/").filter((segment) => segment !== "");
  if (all[0] !== "api" || all[1] !== "v1.0") throw notFound();
  const enterprise = all[2] === "accounts";
  const account = enterprise ? requireAccount(state, all[3] ?? "") : (state.accounts[0] ?? "");
  const segments = all.slice(enterprise ? 4 : 2);
  const pattern = segments.map((segment, index) => (index % 2 === 1 ? ":id" : segment)).join("/");
  const methods = ROUTES.get(pattern);
  const unscoped = pattern === INSTANCE_CHECK;
  if (!methods || (unscoped && (enterprise || switches.instanceCheck === "404"))) throw notFound();
  const handler = methods[method];
  if (!handler) throw new Refusal(405, "Method Not Allowed", { allow: Object.keys(methods).join(", ") });
  const ids = segments.filter((_, index) => index % 2 === 1).map((segment) => decoded(segment));
  return { handler, account, ids };
}

function requireAccount(state: EmulatorState, segment: string): string {
  const id = decoded(segment).toLowerCase();
  if (!isId(id)) throw invalidValue(id);
  if (!state.accounts.includes(id)) throw notFound();
  return id;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalidValue(segment);
  }
}
