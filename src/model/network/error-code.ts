/** The code of an error of the system or of a library (`ENOENT`, `UND_ERR_SOCKET`); undefined when it has none. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** The codes of an error and of its causes, outermost first. */
export function errorCodes(error: unknown): readonly string[] {
  const codes: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) codes.push(errorCode(cause) ?? "");
  return codes.filter((code) => code !== "");
}
