import type { ProblemWire } from "@rollcall/domain/problem";
import { type ExitCode, exitCodes } from "./exit-codes.ts";

/** The command line or the environment is at fault; the message says what to write instead. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** Rollcall could not be reached, or something before it answered in its place. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

/** Rollcall answered with a problem; the message has its pointers on lines of their own. */
export class ApiProblem extends Error {
  override name = "ApiProblem";
  readonly status: number;

  constructor(status: number, problem: Pick<ProblemWire, "title" | "detail" | "errors">) {
    const errors = (problem.errors ?? []).map(({ pointer, detail }) => `  ${pointer} ${detail}`);
    super([problem.detail || problem.title, ...errors].join("\n"));
    this.status = status;
  }
}

/** The documented exit code of a failure. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return exitCodes.usage;
  if (error instanceof Unreachable) return exitCodes.unreachable;
  const isCallersFault = error instanceof ApiProblem && [400, 401, 403, 404, 413, 422].includes(error.status);
  return isCallersFault ? exitCodes.usage : exitCodes.internal;
}
