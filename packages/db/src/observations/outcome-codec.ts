import type { VersionReader } from "@rollcall/domain/monitor-spec";
import { type Outcome, type OutcomeKind, outcome as outcomeSchema } from "@rollcall/domain/observation";

/** The kinds as `outcome` numbers them in the database. Append only: the number is the place. */
export const outcomeKinds = [
  "answered",
  "timeout",
  "refused",
  "reset",
  "dns_failed",
  "tls_failed",
  "blocked_target",
  "bad_redirect",
  "bad_response",
  "unreachable",
  "observer_offline",
] as const satisfies readonly OutcomeKind[];

// Stops compiling when the domain gains a kind that has no number.
type Unnumbered = Exclude<OutcomeKind, (typeof outcomeKinds)[number]>;
const everyKindHasANumber: [Unnumbered] extends [never] ? true : Unnumbered = true;
void everyKindHasANumber;

export type OutcomeColumns = { outcome: number; status: number | null; outcomeDetail: string | null };

/** An outcome as its three columns. */
export function outcomeToColumns(outcome: Outcome): OutcomeColumns {
  return {
    outcome: outcomeKinds.indexOf(outcome.kind),
    status: outcome.kind === "answered" ? outcome.status : null,
    outcomeDetail: detailOf(outcome),
  };
}

function detailOf(outcome: Outcome): string | null {
  switch (outcome.kind) {
    case "answered":
      return outcome.body === "read" ? null : outcome.body;
    case "timeout":
    case "reset":
      return outcome.phase;
    case "dns_failed":
    case "tls_failed":
    case "bad_response":
    case "unreachable":
      return outcome.code;
    case "blocked_target":
      return outcome.address;
    case "bad_redirect":
      return outcome.detail;
    case "refused":
    case "observer_offline":
      return null;
  }
}

/** The outcome that `outcomeToColumns` was given. Throws on a number that no kind has. */
export function outcomeFromColumns(columns: OutcomeColumns): Outcome {
  const kind = outcomeKinds[columns.outcome];
  const detail = columns.outcomeDetail;
  return outcomeSchema.parse({
    kind,
    status: columns.status,
    body: detail ?? "read",
    phase: detail,
    code: detail ?? "",
    address: detail,
    detail,
  });
}

/** Where a version stood, as one short text. */
export function readerToText(reader: VersionReader): string {
  switch (reader.from) {
    case "header":
    case "meta":
      return `${reader.from}:${reader.name}`;
    case "json":
      return `json:${reader.path}`;
    case "regex":
      return `regex:${reader.pattern}`;
    case "text":
      return "text";
  }
}

/** The reader that `readerToText` was given. */
export function readerFromText(text: string): VersionReader {
  const at = text.indexOf(":");
  const rest = text.slice(at + 1);
  switch (at === -1 ? text : text.slice(0, at)) {
    case "header":
      return { from: "header", name: rest };
    case "meta":
      return { from: "meta", name: rest };
    case "json":
      return { from: "json", path: rest };
    case "regex":
      return { from: "regex", pattern: rest };
    default:
      return { from: "text" };
  }
}
