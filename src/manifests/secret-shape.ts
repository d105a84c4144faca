/** Whether the value has a key `secret`: the form in which a manifest names one. */
export function isSecretShaped(value: unknown): value is { readonly secret: unknown } {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, "secret")
  );
}

/** What the names of a customer's own secrets begin with: `ACME_0042_` for `ACME-0042`. */
export function secretPrefix(reference: string): string {
  return `${reference.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}_`;
}
