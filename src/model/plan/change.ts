import type { Change, CreatePbx, CreateUser, DeleteUser, UpdateUser } from "#schemas/plan";

/** The changes of a plan, as schemas/plan.schema.json defines them: what is planned is what is printed, saved and applied. */
export type {
  Change,
  CreateCustomer,
  CreatePbx,
  CreateUser,
  DeleteCustomer,
  DeletePbx,
  DeleteUser,
  FieldChange,
  Hold,
  Reason,
  Roles as RoleChange,
  UpdateCustomer,
  UpdatePbx,
  UpdateUser,
  Wave,
} from "#schemas/plan";
export type { ObjectKey } from "../ids.ts";

/** A change of a user. */
export type UserChange = CreateUser | UpdateUser | DeleteUser;

/** The id of the live object that a change was planned for; undefined where there is none yet, and for a customer. */
export function liveId(change: Change): string | undefined {
  return "objectId" in change ? change.objectId : undefined;
}

/** The PBX that travels in the request that creates its customer (A2); undefined when none does. */
export function findInsidePbx(changes: readonly Change[]): CreatePbx | undefined {
  return changes.find(
    (change): change is CreatePbx =>
      change.kind === "pbx" && change.action === "create" && change.inside === true,
  );
}
