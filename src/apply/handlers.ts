import type {
  Change,
  CreateCustomer,
  CreatePbx,
  CreateUser,
  DeleteCustomer,
  DeletePbx,
  DeleteUser,
  UpdateCustomer,
  UpdatePbx,
  UpdateUser,
} from "../model/plan/change.ts";
import type { Outcome } from "../model/plan/outcome.ts";
import type { CustomerContext } from "./context/context.ts";
import { createCustomer } from "./customer/create-customer.ts";
import { deleteCustomer } from "./customer/delete-customer.ts";
import { updateCustomer } from "./customer/update-customer.ts";
import { createPbx } from "./pbx/create-pbx.ts";
import { deletePbx } from "./pbx/delete-pbx.ts";
import { updatePbx } from "./pbx/update-pbx.ts";
import { createUser } from "./user/create-user.ts";
import { deleteUser } from "./user/delete-user.ts";
import { updateUser } from "./user/update-user.ts";

/**
 * The handler of a change. It throws a HeldError when the change must not be carried out now, a FailedError when it has
 * failed for a reason of ours, and the ApiError of a request that did not succeed.
 */
export function findHandler(change: Change): (context: CustomerContext) => Promise<Outcome> {
  return bind(change.kind, change.action, change);
}

/** Everything that a plan can do. */
interface Changes {
  readonly customer: { create: CreateCustomer; update: UpdateCustomer; delete: DeleteCustomer };
  readonly pbx: { create: CreatePbx; update: UpdatePbx; delete: DeletePbx };
  readonly user: { create: CreateUser; update: UpdateUser; delete: DeleteUser };
}

type Kind = keyof Changes;
type Action<K extends Kind> = keyof Changes[K];

/** One handler per action of a kind. */
type Table<ByAction> = {
  readonly [A in keyof ByAction]: (change: ByAction[A], context: CustomerContext) => Promise<Outcome>;
};

/** A kind or an action without a handler does not compile. */
const HANDLERS: { readonly [K in Kind]: Table<Changes[K]> } = {
  customer: { create: createCustomer, update: updateCustomer, delete: deleteCustomer },
  pbx: { create: createPbx, update: updatePbx, delete: deletePbx },
  user: { create: createUser, update: updateUser, delete: deleteUser },
};

function bind<K extends Kind, A extends Action<K>>(
  kind: K,
  action: A,
  change: Changes[K][A],
): (context: CustomerContext) => Promise<Outcome> {
  const table: Table<Changes[K]> = HANDLERS[kind];
  return (context) => table[action](change, context);
}
