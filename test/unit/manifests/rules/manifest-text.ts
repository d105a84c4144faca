import { lines, load } from "../memory-files.ts";

/** Parts of manifests that are good. */
export const admins = "admins: [{ email: ana@acme.example, roles: [customer.user.supervisorl1] }]\n";

export const kazoo = (more: string): string =>
  `pbxs: [{ type: kazoo, name: K, hostRest: "https://k.example", hostWebsocket: "wss://k.example", accountId: a1, ${more} }]\n`;

export const head = `apiVersion: dimctl/v1
kind: Customer
reference: ACME-0042
name: Acme Dental
`;

/** The problems of one manifest whose lines 1 to 4 are `head`. */
export const problemsOf = async (body: string, shared: readonly string[] = []): Promise<readonly string[]> =>
  lines(await load({ "customers/acme.yaml": head + body }, shared));
