/** Errors: one closed list of codes, RFC 9457 on the wire. */
import { z } from "zod";
import { cleanText } from "../clean-text.ts";

/** `code` decides the HTTP status; `message` is for the user, `detail` only for the operator's log. */
export const problemCodes = {
  invalid_input: 422,
  malformed: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  idempotency_mismatch: 422,
  limit_reached: 402,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
} as const;
export type ProblemCode = keyof typeof problemCodes;

/** One thing wrong with an input; `pointer` is a JSON Pointer into the body, such as `#/monitors/0/url`. */
export const problemError = z.object({ detail: z.string(), pointer: z.string() });
export type ProblemError = z.infer<typeof problemError>;

export const problemWire = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  errors: z.array(problemError).optional(),
});
export type ProblemWire = z.infer<typeof problemWire>;

/** The one family of expected failures. Recognise it with `isAppError`, which survives duplicate module copies. */
export class AppError extends Error {
  readonly isRollcallError = true;
  readonly code: ProblemCode;
  readonly errors: ProblemError[];
  readonly detail: string | undefined;
  /** When asking again may help. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ProblemCode,
    message: string,
    more: { errors?: ProblemError[]; detail?: string; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = "AppError";
    this.code = code;
    this.errors = more.errors ?? [];
    this.detail = more.detail;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** True for an `AppError`, also one thrown by another copy of this module. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && (error as { isRollcallError?: unknown }).isRollcallError === true;
}

/** More are of no use to anybody, and an input may have as many as it has bytes. */
const errorsMax = 50;

/** Parses `input` or throws `invalid_input` with one pointer per problem, of many problems the first. */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.slice(0, errorsMax + 1).flatMap((issue) => toProblems(issue, []));
  throw new AppError("invalid_input", "The input has errors; nothing was written.", {
    errors:
      errors.length > errorsMax
        ? [...errors.slice(0, errorsMax), { detail: "and more", pointer: "#" }]
        : errors,
  });
}

/** Of a value that may be one of several things, what is wrong with the one it comes closest to. */
function toProblems(issue: z.core.$ZodIssue, above: PropertyKey[]): ProblemError[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys")
    return issue.keys
      .slice(0, errorsMax + 1)
      .map((key) => ({ detail: "unknown field", pointer: pointerTo([...path, key]) }));
  const options = issue.code === "invalid_union" ? issue.errors : [];
  const [closest] = options
    .map((issues) => issues.flatMap((one) => toProblems(one, path)))
    .sort((a, b) => a.length - b.length);
  return closest ?? [{ detail: cleanText(issue.message), pointer: pointerTo(path) }];
}

function pointerTo(path: PropertyKey[]): string {
  const parts = path.map((part) => cleanText(String(part)).replaceAll("~", "~0").replaceAll("/", "~1"));
  return `#${parts.map((part) => `/${part}`).join("")}`;
}
