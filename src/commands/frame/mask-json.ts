/** Masks the texts of a JSON document and leaves all else as it is: a number that is masked would not be JSON any more. */
export function maskJson(json: string, redact: (text: string) => string): string {
  return json.replaceAll(/"(?:[^"\\]|\\.)*"/gs, (text) => `"${redact(text.slice(1, -1))}"`);
}
