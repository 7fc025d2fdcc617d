import { type Bucket, bucket } from "@rollcall/domain/glossary";
import { useMemo } from "react";
import { changeAddress, useAddressParams } from "@/client/use-address-params.ts";

/** Which raw answers are asked for; `answers`: whether they are on the screen at all. */
export type AnswersFilter = {
  answers: boolean;
  region: string | null;
  bucket: Bucket | null;
  outcome: "ok" | "failed" | null;
  from: string | null;
  to: string | null;
};

/** Nothing chosen, and nothing shown. */
export const noAnswersFilter: AnswersFilter = {
  answers: false,
  region: null,
  bucket: null,
  outcome: null,
  from: null,
  to: null,
};

/** The filter and how to change it; it lives in the address, so that a link shows the same answers. */
export function useAnswersFilter(): [AnswersFilter, (change: Partial<AnswersFilter>) => void] {
  const params = useAddressParams();
  return useMemo(() => [readFilter(params), changeFilter], [params]);
}

function readFilter(params: URLSearchParams): AnswersFilter {
  const outcome = params.get("outcome");
  return {
    answers: params.get("answers") === "true",
    region: params.get("region"),
    bucket: bucket.safeParse(params.get("bucket")).data ?? null,
    outcome: outcome === "ok" || outcome === "failed" ? outcome : null,
    from: params.get("from"),
    to: params.get("to"),
  };
}

function changeFilter({ answers, ...change }: Partial<AnswersFilter>): void {
  changeAddress({ ...change, ...(answers !== undefined && { answers: answers ? "true" : null }) });
}

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
