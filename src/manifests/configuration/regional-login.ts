/**
 * The login address of the region that an API address names (CONTRACT.md R1): North America's has no region in its name.
 * undefined: the address is none of the vendor's, and where its users sign in is not guessed.
 */
export function regionalLogin(api: string): string | undefined {
  const host = URL.canParse(api) ? new URL(api).hostname : "";
  const region = /^api\.(na|au|eu|uk)\.myreports\.cloud$/.exec(host)?.[1];
  if (region === undefined) return undefined;
  return region === "na" ? "https://login.xarios.cloud" : `https://login.${region}.xarios.cloud`;
}
