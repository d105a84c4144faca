import { readInstanceId } from "../../../src/emulator/rules/pbx-import.ts";
import type { Change } from "../../../src/model/plan/change.ts";
import type { CustomerPlan } from "../../../src/model/plan/plan.ts";
import type { Write } from "../actors/service.ts";
import type { World } from "../world.ts";
import { judgeUser } from "./judge-user.ts";
import { judgeNeed } from "./judge-need.ts";
import { fieldsOutside, hasRival, isRow, pathOf, pathsOf } from "./written.ts";

/** The rules that hold for every single write, whatever goes wrong. Each finding is a sentence in `world.violations`. */
export function judge(world: World, write: Write): void {
  const found: string[] = [];
  const reference = (write.before ?? write.after)?.fields["reference"] ?? referenceIn(write.body);
  const plan = write.process.plan?.customers.find((customer) => customer.reference === reference);
  if (!plan) found.push(`a customer that no manifest in the plan manages was written: ${String(reference)}`);
  else {
    const going = plan.changes.filter((change) => !change.hold);
    if (write.kind === "customer") found.push(...judgeCustomer(world, write, plan, going));
    if (write.kind === "pbx") found.push(...judgePbx(world, write, going));
    if (write.kind === "user") found.push(...judgeUser(world, write, going, plan));
    found.push(...judgeNeed(world, write));
  }
  const { method, path } = write.request;
  for (const what of found) {
    world.violations.push(
      `${what} [${write.process.name} ${method} ${path} ${write.request.body ?? ""} -> ${write.status}]`,
    );
  }
}

function judgeCustomer(
  world: World,
  write: Write,
  plan: CustomerPlan,
  going: readonly Change[],
): readonly string[] {
  const own = going.filter((change) => change.kind === "customer");
  const { method } = write.request;
  if (method === "POST") {
    if (!own.some((change) => change.action === "create"))
      return ["a customer was created that the plan does not create"];
    if (!write.isDone) return [];
    write.process.created.add(`${plan.reference}/customer`);
    const twins = Object.values(world.emulator.state.customers).filter(
      (customer) => customer.fields["reference"] === plan.reference && customer.deletedAt === undefined,
    );
    if (
      twins.length > 1 &&
      !hasRival(
        world,
        write,
        twins.map(({ id }) => id),
      )
    )
      return [`two live customers have the reference ${plan.reference}`];
    return [];
  }
  if (method === "DELETE") {
    return own.some((change) => change.action === "delete")
      ? []
      : ["a customer was deleted that the plan does not delete"];
  }
  // What a create does not take, or was killed before it wrote, follows as a patch.
  const writes = own.filter((change) => change.action !== "delete");
  return fieldsOutside(write, writes, plan);
}

function judgePbx(world: World, write: Write, going: readonly Change[]): readonly string[] {
  const own = going.filter((change) => change.kind === "pbx");
  const { method } = write.request;
  if (method === "POST") {
    const name = isRow(write.body) ? write.body["name"] : undefined;
    if (!own.some((change) => change.action === "create" && change.name === name))
      return ["a PBX was created that the plan does not create"];
    if (!write.isDone || !write.after) return [];
    const made = Object.values(write.after.pbxs).find((pbx) => write.before?.pbxs[pbx.id] === undefined);
    const twins = Object.values(write.after.pbxs).filter(
      (pbx) =>
        pbx !== made &&
        (pbx.fields["name"] === name ||
          (made && readInstanceId(pbx) !== undefined && readInstanceId(pbx) === readInstanceId(made))),
    );
    if (
      twins.length === 0 ||
      hasRival(
        world,
        write,
        twins.map(({ id }) => id),
      )
    )
      return [];
    return [`two PBX profiles for ${String(name)}`];
  }
  if (method === "DELETE") {
    return own.some((change) => change.action === "delete" && change.objectId === write.objectId)
      ? []
      : ["a PBX was deleted that the plan does not delete"];
  }
  const updates = own.filter((change) => change.action === "update" && change.objectId === write.objectId);
  const creates = own.filter((change) => change.action === "create");
  const paths = pathsOf(write.body);
  const allowed = new Set([
    ...updates.flatMap(({ fields }) => fields.map(({ name }) => pathOf(name))),
    ...(creates.length > 0 ? ["/enabled", "/name"] : []),
  ]);
  return paths.filter((path) => !allowed.has(path)).map((path) => `${path} of a PBX is not part of the plan`);
}

function referenceIn(body: unknown): unknown {
  return isRow(body) ? body["reference"] : undefined;
}
