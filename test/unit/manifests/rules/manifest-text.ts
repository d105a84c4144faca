/** Parts of manifests that are good. */
export const admins = "admins: [{ email: ana@acme.example, roles: [customer.user.supervisorl1] }]\n";

export const kazoo = (more: string): string =>
  `pbxs: [{ type: kazoo, name: K, hostRest: "https://k.example", hostWebsocket: "wss://k.example", accountId: a1, ${more} }]\n`;
