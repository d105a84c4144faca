/** The emulator's sign-in page; every text that came with the request is escaped. */
export function signInPage(carried: ReadonlyMap<string, string>, diagnostic?: string): string {
  const hidden = [...carried]
    .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`)
    .join("\n");
  const scopes = (carried.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
  const alert = diagnostic === undefined ? "" : `<p role="alert" id="problem">${escaped(diagnostic)}</p>`;
  return document(
    "Sign in",
    `<p><strong>${escaped(carried.get("client_id") ?? "")}</strong> requests access to manage customers in the emulator.</p>
<p>Requested scopes:</p>
<ul>${scopes.map((scope) => `<li>${escaped(scope)}</li>`).join("")}</ul>
${alert}
<form method="post" action="/connect/authorize">
${hidden}
<p><label for="user">User</label>
<input id="user" name="user" autocomplete="username" autofocus${diagnostic === undefined ? "" : ' aria-invalid="true" aria-describedby="problem"'}></p>
<p><button name="decision" value="allow">Allow</button>
<button name="decision" value="refuse">Deny</button></p>
</form>`,
  );
}

/** A page that says why nobody can sign in with this request. */
export function errorPage(diagnostic: string): string {
  return document("Sign-in is not possible", `<p role="alert">${escaped(diagnostic)}</p>`);
}

function document(title: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Dimensions emulator</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
label{display:block}input,button{font:inherit;padding:.4rem .8rem}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${main}
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
