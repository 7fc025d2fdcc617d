"use client";

import type { VerdictWire } from "@rollcall/domain/wire";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { requestApi } from "@/client/request.ts";

type VerdictsPage = { items: VerdictWire[]; nextCursor: string | null };

/** All changes of a verdict that are known here, newest first, and the way to those before them. */
export type Verdicts = {
  all: VerdictWire[];
  hasOlder: boolean;
  isLoading: boolean;
  loadOlder: () => void;
};

/** A view carries at most this many changes; older ones are asked for. */
const inView = 50;

/** Joins the changes that the live view carries with older ones, which are loaded when somebody wants them. */
export function useVerdicts(deployId: string, newest: VerdictWire[]): Verdicts {
  const [mayHaveOlder] = useState(newest.length >= inView);
  const [oldestSeq] = useState(() => Math.min(...newest.map(({ seq }) => seq)));
  const older = useInfiniteQuery({
    queryKey: ["verdicts", deployId, oldestSeq],
    enabled: false,
    queryFn: ({ pageParam, signal }) =>
      requestApi<VerdictsPage>(`/api/v1/deploys/${deployId}/verdicts?limit=200&cursor=${pageParam}`, {
        signal,
      }),
    initialPageParam: String(oldestSeq),
    getNextPageParam: (page) => page.nextCursor,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const pages = older.data?.pages;
  // What slides out of the view's window was seen here before, and must not leave a gap.
  const [bySeq] = useState(() => new Map<number, VerdictWire>());
  const all = useMemo(() => {
    for (const verdict of [...newest, ...(pages ?? []).flatMap(({ items }) => items)])
      bySeq.set(verdict.seq, verdict);
    return [...bySeq.values()].sort((a, b) => b.seq - a.seq);
  }, [newest, pages, bySeq]);
  return {
    all,
    hasOlder: mayHaveOlder && (pages === undefined || older.hasNextPage),
    isLoading: older.isFetching,
    loadOlder: () => void older.fetchNextPage(),
  };
}
