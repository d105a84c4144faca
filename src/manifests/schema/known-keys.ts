/** The keys known at an instance path: its indices and free keys stand as `*` in the table. */
export function keysAt(
  keys: Readonly<Record<string, readonly string[]>>,
  instancePath: string,
): readonly string[] {
  const parts = instancePath.split("/");
  const matches = (pattern: string): boolean => {
    const wanted = pattern.split("/");
    return (
      wanted.length === parts.length && wanted.every((part, index) => part === "*" || part === parts[index])
    );
  };
  return Object.entries(keys).find(([pattern]) => matches(pattern))?.[1] ?? [];
}
