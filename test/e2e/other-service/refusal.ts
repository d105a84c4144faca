export class Refusal extends Error {
  readonly status: number;
  readonly body: string | undefined;
  constructor(status: number, message: string, body?: string) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

export function notFound(): Refusal {
  return new Refusal(404, "Not Found");
}

export function noTarget(segment: string): Refusal {
  return new Refusal(400, `The target location specified by path segment '${segment}' was not found.`);
}
