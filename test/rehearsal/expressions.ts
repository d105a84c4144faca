/** The contexts of an expression: `github`, `inputs`, `steps`, … and what `success()` goes by. */
export interface Contexts {
  readonly [name: string]: unknown;
  /** Whether a step of the job has failed so far. */
  readonly failed?: boolean;
}

/** A text of a workflow with its `${{ }}` replaced. */
export function fill(text: string, contexts: Contexts): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    shown(evaluate(expression, contexts)),
  );
}

/** Whether a step or job runs; without a status function a condition also asks that nothing has failed. */
export function holds(condition: string | undefined, contexts: Contexts): boolean {
  const expression = (condition ?? "success()").trim().replace(/^\$\{\{(.*)\}\}$/s, "$1");
  const value = truthy(evaluate(expression, contexts));
  const saysItself = /\b(?:success|failure|cancelled|always)\(\)/.test(expression);
  return value && (saysItself || contexts.failed !== true);
}

/** The value of an expression, of the few forms that our workflows use; any other is an error. */
function evaluate(expression: string, contexts: Contexts): unknown {
  const tokens = expression.match(/'(?:[^']|'')*'|\|\||&&|==|!=|!|\(|\)|,|[\w.-]+|\S/g) ?? [];
  let at = 0;
  const take = (token: string): boolean => tokens[at] === token && ((at += 1), true);
  const value = either();
  if (at < tokens.length) throw new Error(`${expression}: ${tokens[at]} is not expected`);
  return value;

  function either(): unknown {
    let left = both();
    while (take("||")) {
      const right = both();
      left = truthy(left) ? left : right;
    }
    return left;
  }

  function both(): unknown {
    let left = compared();
    while (take("&&")) {
      const right = compared();
      left = truthy(left) ? right : left;
    }
    return left;
  }

  function compared(): unknown {
    const left = single();
    if (take("==")) return same(left, single());
    if (take("!=")) return !same(left, single());
    return left;
  }

  function single(): unknown {
    if (take("!")) return !truthy(single());
    if (take("(")) {
      const inner = either();
      if (!take(")")) throw new Error(`${expression}: ) is missing`);
      return inner;
    }
    const token = tokens[at++] ?? "";
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (take("(")) {
      if (!take(")")) throw new Error(`${expression}: ${token} with arguments is not played here`);
      return status(token);
    }
    return lookUp(token, contexts);
  }

  function status(name: string): boolean {
    if (name === "success") return contexts.failed !== true;
    if (name === "failure") return contexts.failed === true;
    if (name === "cancelled") return false;
    throw new Error(`${expression}: ${name}() is not played here`);
  }
}

function lookUp(path: string, contexts: Contexts): unknown {
  const [first = "", ...rest] = path.split(".");
  if (!(first in contexts)) throw new Error(`there is no context ${first}`);
  return rest.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), contexts[first]);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
const truthy = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== "" && value !== false;
const shown = (value: unknown): string =>
  value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
const same = (left: unknown, right: unknown): boolean => shown(left) === shown(right);
