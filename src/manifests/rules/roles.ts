import { toRoleId, type RoleId } from "../../model/ids.ts";
import type { RoleFact } from "../../model/customer/roles.ts";
import { quoted, type Path } from "../manifest-diagnostic.ts";
import { nearest } from "../../model/text/nearest.ts";
import { error, people, warning, type Person, type Rule, type RuleContext } from "./rule.ts";

interface NamedRole {
  readonly role: RoleId;
  readonly fact: RoleFact | undefined;
  readonly path: Path;
}

const present = (context: RuleContext): readonly Person[] =>
  people(context.manifest).filter((person) => person.present);

const listRoles = ({ catalogue }: RuleContext, { entry, path }: Person): readonly NamedRole[] =>
  (entry.roles ?? []).map((id, index) => {
    const role = toRoleId(id);
    return { role, fact: catalogue.get(role), path: [...path, "roles", index] };
  });

/** Ids are the service's own; a user who manages users is an admin and is listed under `admins`. */
export const knownRoles: Rule = (context) => {
  const { dialect, catalogue, push } = context;
  for (const person of people(context.manifest)) {
    for (const { role, fact, path } of listRoles(context, person)) {
      if (dialect.isManage(role)) {
        if (person.admin) continue;
        const hint = "move this person to `admins`";
        push(error("admin-role", path, `role ${quoted(role)} makes a user an admin`, { hint }));
      } else if (fact === undefined && role !== dialect.login) {
        const meant = nearest(role, catalogue.keys());
        const hint =
          meant === undefined
            ? "add new roles to `extraRoles` in dimctl.yaml"
            : `did you mean ${quoted(meant)}?`;
        push(error("unknown-role", path, `unknown role ${quoted(role)}`, { hint }));
      }
    }
  }
};

/** No role is listed twice for one person. */
export const repeatedRoles: Rule = (context) => {
  for (const person of people(context.manifest)) {
    const seen = new Set<string>();
    for (const { role, path } of listRoles(context, person)) {
      if (seen.has(role)) context.push(warning("repeated-role", path, `role ${quoted(role)} is duplicated`));
      seen.add(role);
    }
  }
};

/** Roles that the manifest cannot decide about (CONTRACT.md section 8 rule 7). */
export const ownedRoles: Rule = (context) => {
  for (const person of people(context.manifest)) {
    for (const { role, fact, path } of listRoles(context, person)) {
      if (fact?.owner === "platform") {
        const hint = "remove it: the role is unmanaged (ignored)";
        context.push(
          error("read-only-role", path, `role ${quoted(role)} is read-only in Dimensions`, { hint }),
        );
      }
      if (fact?.owner === "pbx") {
        const hint = "remove it: the PBX grants it automatically";
        context.push(
          warning("pbx-role", path, `role ${quoted(role)} is granted by the PBX, not by the manifest`, {
            hint,
          }),
        );
      }
    }
  }
};

/** What only the PBX grants may be missing here: the plan says whether it has come (ARCHITECTURE.md, The manifest). */
export const prerequisites: Rule = (context) => {
  for (const person of present(context)) {
    const named = listRoles(context, person);
    const held = new Set(named.map(({ role }) => role));
    if (person.admin || person.entry.login === true) held.add(context.dialect.login);
    for (const { role, fact, path } of named) {
      const required = fact?.requires;
      if (required === undefined || held.has(required)) continue;
      if (context.catalogue.get(required)?.owner === "pbx") continue;
      const hint = `add ${quoted(required)} to the same list`;
      context.push(
        error("missing-prerequisite", path, `role ${quoted(role)} requires role ${quoted(required)}`, {
          hint,
        }),
      );
    }
  }
};

/** A higher level includes the lower ones; the service takes exactly one. */
export const supervisorLevels: Rule = (context) => {
  for (const person of present(context)) {
    const levels = listRoles(context, person).filter(({ fact }) => fact?.group === "supervisor");
    const distinct = levels.filter(
      ({ role }, index) => levels.findIndex((level) => level.role === role) === index,
    );
    for (const { role, path } of distinct.slice(1)) {
      const hint = "keep the highest: it includes the others";
      context.push(
        error("two-supervisor-levels", path, `role ${quoted(role)} is a second supervisor level`, { hint }),
      );
    }
  }
};

const isSupervisor = (context: RuleContext, person: Person): boolean =>
  listRoles(context, person).some(({ fact }) => fact?.group === "supervisor");

/** Guide step 5: an admin sees no workspaces without a supervisor role. */
export const adminWithoutSupervisor: Rule = (context) => {
  for (const person of present(context)) {
    if (!person.admin || isSupervisor(context, person)) continue;
    const summary = `admin ${quoted(person.entry.email)} has no supervisor role and sees no workspaces`;
    const hint = 'add a supervisor role to `roles`, e.g. "customer.user.supervisorl1"';
    context.push(warning("admin-without-supervisor", person.path, summary, { hint }));
  }
};

/** Imported people have no portal login unless it is given to them; created ones have it. */
export const supervisorLogin: Rule = (context) => {
  for (const person of present(context)) {
    if (person.admin || !isSupervisor(context, person)) continue;
    const { email, imported, login } = person.entry;
    const named = listRoles(context, person).some(({ role }) => role === context.dialect.login);
    if (login === true || named || (login === undefined && imported !== true)) continue;
    const summary = `supervisor ${quoted(email)} has no portal login and cannot see reports`;
    context.push(warning("supervisor-without-login", person.path, summary, { hint: "add `login: true`" }));
  }
};

/** `login: false` goes neither with an admin nor with the role of the portal login. */
export const loginContradictions: Rule = (context) => {
  for (const person of people(context.manifest)) {
    if (person.entry.login !== false) continue;
    const path = [...person.path, "login"];
    if (person.admin) {
      context.push(error("admin-login", path, "an admin always has portal login"));
    } else if (listRoles(context, person).some(({ role }) => role === context.dialect.login)) {
      const summary = `\`login: false\` contradicts role ${quoted(context.dialect.login)}`;
      context.push(error("login-contradiction", path, summary, { hint: "remove one of the two" }));
    }
  }
};
