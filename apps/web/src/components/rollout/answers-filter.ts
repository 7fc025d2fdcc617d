import { buckets } from "@rollcall/domain/glossary";
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";

const parsers = {
  answers: parseAsBoolean.withDefault(false),
  region: parseAsString,
  bucket: parseAsStringLiteral(buckets),
  outcome: parseAsStringLiteral(["ok", "failed"]),
  from: parseAsString,
  to: parseAsString,
};

/** Which raw answers are on the screen; it lives in the URL, so that a link shows the same ones. */
export function useAnswersFilter() {
  return useQueryStates(parsers);
}
/** Nothing chosen, and nothing shown. */
export const noAnswersFilter = {
  answers: null,
  region: null,
  bucket: null,
  outcome: null,
  from: null,
  to: null,
};

export type AnswersFilter = ReturnType<typeof useAnswersFilter>[0];

/** The filter as the API's query. */
export function toAnswersQuery(filter: AnswersFilter, cursor: string | null): string {
  const query = new URLSearchParams();
  for (const name of ["region", "bucket", "outcome", "from", "to"] as const) {
    const value = filter[name];
    if (value !== null) query.set(name, value);
  }
  if (cursor !== null) query.set("cursor", cursor);
  return query.toString();
}
