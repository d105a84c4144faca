import type { JwtFacts } from "../../auth/tokens/jwt.ts";
import type { Environment } from "../../manifests/configuration/environment.ts";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import { isSameTenant, type AccountOwnership } from "../../remote/observe/ownership.ts";
import { terminalText } from "../../report/sanitize.ts";
import type { Io } from "../frame/io.ts";

/** Whose token a run works with, as far as the token says it (CONTRACT.md, R3). */
export type TokenOwner = Pick<JwtFacts, "user" | "tenantId" | "tenantName">;

/** Refuses, before anything is read, a sign-in to another reseller than the one that the environment names. */
export function assertTokenOwner({ tenantId, tenantName }: TokenOwner, environment: Environment): void {
  // An enterprise signs in as itself, and works in the account of a reseller.
  if (environment.kind === "emulator" || environment.account !== undefined) return;
  const { reseller, name } = environment;
  if (reseller === undefined || tenantId === undefined || isSameTenant(reseller, tenantId)) return;
  const who = tenantName === undefined ? tenantId : `${tenantName} (${tenantId})`;
  throw wrongAccount(
    `the sign-in belongs to ${who}, but the reseller of ${name} is ${reseller}`,
    `sign in as a user of ${reseller} with \`dimctl login --env ${name}\``,
  );
}

/** Refuses, before anything is written, customers of another reseller than the pinned one, and those of two. */
export function assertOneReseller(ownership: AccountOwnership, environment: Environment): void {
  if (environment.kind === "emulator") return;
  const { reseller, name } = environment;
  const named = ownership.namedOwners();
  const listOwner = ownership.listOwner();
  const owners = [...named, ...(listOwner === undefined ? [] : [listOwner])];
  const other = reseller === undefined ? undefined : owners.find((owner) => !isSameTenant(owner, reseller));
  if (other !== undefined) {
    throw wrongAccount(
      `the customers belong to ${other}, but the reseller of ${name} is ${reseller}`,
      `sign in as a user of ${reseller}, or correct \`reseller\` in the configuration`,
    );
  }
  if (named.length > 1) {
    throw wrongAccount(
      `the manifests name customers of ${named.length} resellers: ${named.join(", ")}`,
      `give each reseller its own repository or environment, and set \`reseller\` under \`environments.${name}\``,
    );
  }
}

/** Says on stderr as whom a run works; nothing in a sandbox, and nothing where nothing is known. */
export async function printAccount({ identify, ownership }: OpenAccount, place: Place): Promise<void> {
  const { environment, io } = place;
  if (environment.kind === "emulator") return;
  const owner = await identify();
  const id = findReseller(owner, ownership, environment);
  const { user, tenantName = id } = owner;
  if (user === undefined && tenantName === undefined) return;
  const of = tenantName === undefined ? "" : ` of ${tenantName}${id === tenantName ? "" : ` (${id})`}`;
  io.stderr(`${terminalText(`As ${user ?? "a user"}${of} in ${environment.name}`)}\n`);
}

/** Before the first apply of an environment in CI: how its reseller is pinned, where it is known and not pinned yet. */
export async function printHowToPin({ identify, ownership }: OpenAccount, place: Place): Promise<void> {
  const { environment, io } = place;
  if (environment.kind === "emulator" || environment.reseller !== undefined) return;
  if ((io.env["CI"] ?? "") === "") return;
  const reseller = findReseller(await identify(), ownership, environment);
  if (reseller === undefined) return;
  const line = `add \`reseller: ${reseller}\` under \`environments.${environment.name}\` in dimctl.yaml`;
  io.stderr(`${terminalText(`The reseller of ${environment.name} is not pinned; to pin it, ${line}`)}\n`);
}

/** What an open session knows of the account. */
interface OpenAccount {
  readonly identify: () => Promise<TokenOwner>;
  readonly ownership: AccountOwnership;
}

interface Place {
  readonly environment: Environment;
  readonly io: Io;
}

function findReseller(
  { tenantId }: TokenOwner,
  ownership: AccountOwnership,
  environment: Environment,
): string | undefined {
  const account = environment.kind === "service" ? (environment.reseller ?? environment.account) : undefined;
  const [named] = ownership.namedOwners();
  return account ?? tenantId ?? ownership.listOwner() ?? named;
}

function wrongAccount(summary: string, hint: string): DiagnosticsError {
  return new DiagnosticsError([{ code: "wrong-account", severity: "error", summary, hint }], "service");
}
