/** Errors on the wire: RFC 9457, the same shape for every refusal. */
import {
  AppError,
  isAppError,
  type ProblemCode,
  type ProblemWire,
  problemCodes,
} from "@rollcall/domain/problem";
import type { Logger } from "@rollcall/runtime";

const titles: Record<ProblemCode, string> = {
  invalid_input: "The input has errors",
  malformed: "The request cannot be read",
  unauthorized: "Not signed in",
  forbidden: "Not allowed",
  not_found: "Not found",
  method_not_allowed: "Method not allowed",
  conflict: "This does not fit the present state",
  too_large: "The request is too large",
  idempotency_mismatch: "The Idempotency-Key was used before",
  limit_reached: "A limit is reached",
  rate_limited: "Too many requests",
  unavailable: "Not available right now",
  internal: "Something went wrong here",
};

export type ProblemAnswer = { status: number; headers: Record<string, string>; body: ProblemWire };

/** The problem with its status and headers. An unexpected error is logged whole and told to nobody. */
export function describeProblem(error: unknown, more: { instance: string; log: Logger }): ProblemAnswer {
  const problem = toAppError(error);
  const status = problemCodes[problem.code];
  if (status >= 500) more.log.error({ err: error, detail: problem.detail }, "a request failed");
  const { retryAfterSeconds, errors } = problem;
  return {
    status,
    headers: {
      "content-type": "application/problem+json",
      ...(status === 401 && { "www-authenticate": 'Bearer realm="rollcall"' }),
      ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
    },
    body: {
      type: `urn:rollcall:problem:${problem.code}`,
      title: titles[problem.code],
      status,
      detail: problem.message,
      instance: more.instance,
      ...(errors.length > 0 && { errors }),
    },
  };
}

function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  return new AppError("internal", "This is our fault, and it has been logged. Nothing more is known here.");
}
