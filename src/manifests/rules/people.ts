import { toEmailKey, type EmailKey } from "../../model/ids.ts";
import { isAddress } from "./values/address.ts";
import { findFault } from "./values/hidden-characters.ts";
import { pathText, quoted } from "../manifest-diagnostic.ts";
import { error, people, type Person, type Rule } from "./rule.ts";

/** Nothing can be granted before an admin is confirmed, so a customer without one cannot be onboarded (CONTRACT.md, guide step 4). */
export const adminPresent: Rule = ({ manifest, push }) => {
  if (people(manifest).some((person) => person.admin && person.present)) return;
  push(
    error("no-admin", ["admins"], "no admin listed: at least one is required", {
      hint: "list the person who manages the customer's users under `admins`",
      under: "key",
    }),
  );
};

/** Addresses look like addresses. */
export const emailSyntax: Rule = ({ manifest, push }) => {
  for (const { entry, path } of people(manifest)) {
    for (const name of ["email", "previously"] as const) {
      const address = entry[name];
      // A character that should not be there is named by identityCharacters.
      if (address !== undefined && !isAddress(address) && findFault(address) === undefined) {
        push(error("bad-email", [...path, name], `${quoted(address)} is not a valid e-mail address`));
      }
    }
  }
};

/** Over admins and users together, without regard to case (A14). */
export const oneEntryPerPerson: Rule = ({ manifest, push }) => {
  const first = new Map<EmailKey, Person>();
  for (const person of people(manifest)) {
    const other = first.get(person.key);
    if (other === undefined) first.set(person.key, person);
    else {
      push(
        error("duplicate-email", [...person.path, "email"], `${quoted(person.entry.email)} is duplicated`, {
          hint: `first at ${pathText(other.path)}: keep one entry with all roles`,
        }),
      );
    }
  }
};

/** `previously` is the address of someone who has it no longer. */
export const previousAddress: Rule = ({ manifest, push }) => {
  const named = people(manifest);
  const declared = new Set(named.map((person) => person.key));
  const followed = new Set<EmailKey>();
  for (const { entry, key, path } of named) {
    if (entry.previously === undefined) continue;
    const previous = toEmailKey(entry.previously);
    const at = [...path, "previously"];
    const address = quoted(entry.previously);
    if (previous === key) push(error("previously-same", at, `${address} is already this person's address`));
    else if (declared.has(previous)) {
      push(error("previously-declared", at, `${address} is another person in this manifest`));
    } else if (followed.has(previous)) {
      push(error("previously-twice", at, `${address} is the previous address of two people`));
    }
    followed.add(previous);
  }
};
