"use client";

import type { ProbeRequestView, RequestedProbe } from "@rollcall/services/monitors";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { Refusal } from "@/client/api.ts";
import { refusalOf, requestApi } from "@/client/request.ts";
import type { ProbedRegion } from "./probe-words.ts";

const pollMs = 400;

export type Probe = {
  /** Asks for a probe: of a stored monitor, or of the request in `body`. */
  start: (path: string, body: unknown) => void;
  /** `null` until one was asked for. */
  regions: ProbedRegion[] | null;
  isRunning: boolean;
  refusal: Refusal | null;
};

/** One probe that a person waits for: asked for once, then read until every region has answered or given up. */
export function useProbe(): Probe {
  const ask = useMutation({
    mutationFn: ({ path, body }: { path: string; body: unknown }) =>
      requestApi<RequestedProbe>(path, { method: "POST", body }),
  });
  const request = ask.data;
  const answer = useQuery({
    queryKey: ["probe", request?.id],
    enabled: request !== undefined,
    queryFn: ({ signal }) => requestApi<ProbeRequestView>(`/api/v1/probes/${request?.id}`, { signal }),
    refetchInterval: (query) => (query.state.data?.isDone ? false : pollMs),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const asked = request?.regions.map((region) => ({
    region,
    state: "pending" as const,
    why: null,
    inspection: null,
  }));
  return {
    start: (path, body) => ask.mutate({ path, body }),
    regions: ask.isPending ? null : (answer.data?.regions ?? asked ?? null),
    isRunning: ask.isPending || (request !== undefined && !answer.data?.isDone && !answer.isError),
    refusal: refusalOf(ask.error ?? answer.error),
  };
}
