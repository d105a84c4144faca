import { defined } from "../../model/json/defined.ts";
import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { ObservedCustomer } from "../../model/customer/observed.ts";
import type { CustomerPlan, Plan } from "../../model/plan/plan.ts";
import { assemblePlan, keepForAssembly, type AssembledCustomer } from "../../plan/assemble-plan.ts";
import type { PlanContext } from "../../plan/context.ts";
import { planCustomer } from "../../plan/plan-customer.ts";
import type { ReadApi } from "../../remote/api.ts";
import { observe } from "../../remote/observe/observe.ts";
import type { Io } from "../frame/io.ts";
import { TOOL_VERSION } from "../frame/tool-version.ts";
import { localTimeAt } from "../session/local-time.ts";
import type { Session } from "../session/session.ts";
import { sha256 } from "../session/sha256.ts";
import type { Workspace } from "../session/workspace.ts";

/** Above this many `--only` references one pass over the list is cheaper than a question for each. */
const FEW = 3;

/** Observes every customer of the workspace and plans it: all that `plan`, `apply` and `drift` share. */
export async function makePlan(workspace: Workspace, session: Session, context: PlanContext): Promise<Plan> {
  const { customers, concurrency, managed } = workspace;
  const isFew = customers.length <= FEW && customers.length < managed.size;
  const observations = observe(session.connection.read, customers, {
    concurrency,
    lookup: isFew ? "filter" : "list",
    deleted: session.memory.deleted,
    managed,
    ...environmentAccount(workspace),
  });
  const plans: AssembledCustomer[] = [];
  for await (const { desired, observed } of observations) {
    plans.push(keepForAssembly(desired, observed, planCustomer(desired, observed, context)));
  }
  const { environment, api, memory } = session;
  const gone = new Set([...workspace.deleted, ...memory.known]);
  const renamed = new Set(customers.map(({ previouslyReference }) => previouslyReference));
  const noLongerManaged = [...gone]
    .filter((reference) => !managed.has(reference) && !renamed.has(reference))
    .toSorted();
  const leftOut = managed.size - customers.length;
  const problems = [...workspace.diagnostics, ...session.diagnostics];
  const fleet = { toolVersion: TOOL_VERSION, environment, api, noLongerManaged, leftOut, problems };
  return assemblePlan(plans, fleet, context);
}

/** What planning depends on beside manifests and service. */
export function planContext(
  workspace: Workspace,
  session: Session,
  reassert: PlanContext["reassert"],
  io: Io,
): PlanContext {
  return {
    locate: workspace.locate,
    lookupLastWritten: session.memory.recall,
    hash: sha256,
    catalogue: workspace.catalogue,
    dialect: workspace.configuration.adminRoles,
    policy: workspace.configuration.policy,
    largeChargeFactor: workspace.configuration.largeChargeFactor,
    localTime: localTimeAt(io.clock.now()),
    reassert,
  };
}

/** One customer observed and planned once more, after its last wave; with the GET that may show more than the list (A6). */
export function planAgainWith(
  workspace: Workspace,
  session: Session,
  context: PlanContext,
): (plan: CustomerPlan) => Promise<CustomerPlan> {
  const byReference = new Map(workspace.customers.map((customer) => [customer.reference, customer]));
  return async (plan) => {
    const desired = byReference.get(plan.reference);
    if (!desired) throw new Error(`${plan.reference}: applied without a manifest`);
    const observed = await observeOne(desired, workspace, session);
    return planCustomer(desired, observed, { ...context, reassert: "none" });
  };
}

async function observeOne(
  desired: DesiredCustomer,
  workspace: Workspace,
  session: Session,
): Promise<ObservedCustomer> {
  const { connection, memory } = session;
  const observations = observe(connection.read, [desired], {
    concurrency: 1,
    lookup: "filter",
    deleted: memory.deleted,
    managed: workspace.managed,
    ...environmentAccount(workspace),
  });
  for await (const { observed } of observations) return withDetails(observed, connection.read);
  throw new Error(`${desired.reference}: no observation of the customer`);
}

function environmentAccount({ configuration: { environment } }: Workspace): { readonly account?: string } {
  const account = environment.kind === "service" ? environment.account : undefined;
  return defined({ account });
}

async function withDetails(observed: ObservedCustomer, read: ReadApi): Promise<ObservedCustomer> {
  if (observed.state !== "present") return observed;
  const detailed = await read.customer(observed.tenantId);
  return detailed ? { ...observed, fields: new Map([...observed.fields, ...detailed.fields]) } : observed;
}
