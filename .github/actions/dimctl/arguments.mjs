// Turns the inputs of the action into arguments of dimctl. No shell is involved.

/** The arguments, from the INPUT_ variables and the paths of the reports. Throws when two inputs contradict each other. */
export function argumentsOf(env, files) {
  const command = env.INPUT_COMMAND ?? "";
  const plan = env.INPUT_PLAN ?? "";
  if (plan !== "" && command !== "apply")
    throw new Error("the input `plan` is only allowed with `command: apply`");
  const environment = env.INPUT_ENVIRONMENT ?? "";
  return [
    command,
    ...(plan === "" ? [] : [plan]),
    ...(command === "apply" && plan === "" ? ["--yes"] : []),
    ...(command === "plan" ? [`--out=${files.plan}`, "--exit-code"] : []),
    ...(environment === "" ? [] : [`--env=${environment}`]),
    ...listOf(env.INPUT_CUSTOMERS, /[,\n]/).map((reference) => `--only=${reference}`),
    `--report=markdown=${files.report}`,
    `--report=json=${files.document}`,
    `--report=github=${files.annotations}`,
    ...listOf(env.INPUT_ARGUMENTS, /\n/),
  ];
}

function listOf(text, separator) {
  return (text ?? "")
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
