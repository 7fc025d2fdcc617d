import type { Assertion, AssertionOp } from "@rollcall/domain/monitor-spec";

/** A comparison as it stands in a sentence. */
export const opWords: Record<AssertionOp, string> = {
  eq: "is",
  neq: "is not",
  lt: "is below",
  lte: "is at most",
  gt: "is above",
  gte: "is at least",
  contains: "contains",
  not_contains: "does not contain",
  matches: "matches",
  not_matches: "does not match",
  exists: "is there",
  not_exists: "is missing",
  between: "is between",
};

/** One check of a monitor as a sentence: "status is between 200 and 399". */
export function assertionWords(assertion: Assertion): string {
  const op = opWords[assertion.op];
  switch (assertion.on) {
    case "status":
      return `status ${op} ${String(assertion.value).replace("-", " and ")}`;
    case "header":
      return `header ${assertion.name} ${op}${tail(assertion.value)}`;
    case "body":
      return `body ${op}${tail(assertion.value)}`;
    case "json":
      return `JSON field ${assertion.path} ${op}${tail(assertion.value)}`;
    case "latency":
      return `the whole probe ${op} ${assertion.value} ms`;
    case "tls_days":
      return `days left on the certificate ${op} ${assertion.value}`;
  }
}

function tail(value: string | number | boolean | null | undefined): string {
  if (value === undefined) return "";
  return typeof value === "string" ? ` "${value}"` : ` ${value}`;
}
