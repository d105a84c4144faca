/** A plan with two fields of each change; `…` replaces the others. Documents show plans so. */
export function shortened(text: string): string {
  let fields = 0;
  return text
    .split("\n")
    .flatMap((line) => {
      // A field is a name, at least two blanks and a value, behind the margin of a change's details.
      fields = /^ {6}[\w.]+ {2,}\S/.test(line) ? fields + 1 : 0;
      if (fields <= 2) return [line];
      return fields === 3 ? ["      …"] : [];
    })
    .join("\n");
}
