import type { UpdateUser } from "../../model/plan/change.ts";
import type { Outcome } from "../../model/plan/outcome.ts";
import type { CustomerContext } from "../context/context.ts";
import { awaitImport, targetUser } from "./find-user.ts";
import { assertAnotherAdmin } from "./last-admin.ts";
import { takeOver } from "./write-user.ts";

/** Patches an existing user, or one who is created by the PBX import. */
export async function updateUser(change: UpdateUser, context: CustomerContext): Promise<Outcome> {
  const { writeUser } = context;
  const { fields, roles } = change;
  const userId = targetUser(change);
  if (userId === undefined) return takeOver(change, await awaitImport(change, context), undefined, writeUser);
  const beforeRemoval = (): Promise<void> => assertAnotherAdmin(change, context);
  return writeUser(change, { userId, fields, roles, beforeRemoval });
}
