// Turns the reports of dimctl into the outputs of the action.

/** The outputs; paths of missing files are empty. */
export function outputsOf(exitCode, document, files, exists) {
  const data = parse(document);
  const present = (path) => (exists(path) ? path : "");
  return {
    "exit-code": String(exitCode),
    "has-changes": String(hasChanges(data)),
    counts: JSON.stringify(data.summary ?? {}),
    plan: present(files.plan),
    report: present(files.report),
    document: present(files.document),
  };
}

/** A plan has changes, held ones included; a result has them when something was done. */
function hasChanges({ command, customers = [], summary = {} }) {
  if (command !== undefined) return (summary.done ?? 0) > 0;
  return customers.some(({ changes = [] }) => changes.length > 0);
}

function parse(document) {
  try {
    return JSON.parse(document);
  } catch {
    return {};
  }
}
