"use client";

import { type Bucket, buckets } from "@rollcall/domain/glossary";
import type { AnswersView } from "@rollcall/services/views";
import { useInfiniteQuery } from "@tanstack/react-query";
import { refusalOf, requestApi } from "@/client/request.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, SheetContent } from "../ui/dialog.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { Select } from "../ui/select.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Time } from "../ui/time.tsx";
import { AnswerItem } from "./answer-item.tsx";
import { type AnswersFilter, noAnswersFilter, toAnswersQuery, useAnswersFilter } from "./answers-filter.ts";
import type { BucketNames } from "./buckets.ts";

/** Every raw answer behind the verdict, newest first, by region, mark and time. */
export function AnswersDrawer({
  deployId,
  regions,
  names,
}: {
  deployId: string;
  regions: string[];
  names: BucketNames;
}) {
  const [filter, setFilter] = useAnswersFilter();
  const close = () => setFilter(noAnswersFilter);
  return (
    <Dialog open={filter.answers} onOpenChange={(isOpen) => !isOpen && close()}>
      <SheetContent title="Answers">
        {filter.answers && (
          <>
            <FilterBar filter={filter} setFilter={setFilter} regions={regions} names={names} />
            <AnswersList
              key={toAnswersQuery(filter, null)}
              deployId={deployId}
              filter={filter}
              names={names}
            />
          </>
        )}
      </SheetContent>
    </Dialog>
  );
}

function FilterBar({
  filter,
  setFilter,
  regions,
  names,
}: {
  filter: AnswersFilter;
  setFilter: (change: Partial<AnswersFilter>) => void;
  regions: string[];
  names: BucketNames;
}) {
  return (
    <div className="sticky top-0 z-10 flex flex-wrap items-center gap-2 border-line border-b bg-surface px-4 py-2">
      <Select
        aria-label="Region"
        className="w-36"
        value={filter.region ?? "all"}
        onValueChange={(region) => setFilter({ region: region === "all" ? null : region })}
        options={[
          { value: "all", label: "All regions" },
          ...regions.map((value) => ({ value, label: value })),
        ]}
      />
      <Select
        aria-label="Mark"
        className="w-40"
        value={filter.bucket ?? "all"}
        onValueChange={(bucket) => setFilter({ bucket: bucket === "all" ? null : (bucket as Bucket) })}
        options={[
          { value: "all", label: "All marks" },
          ...buckets.map((value) => ({ value, label: names[value] })),
        ]}
      />
      <Select
        aria-label="Outcome"
        className="w-32"
        value={filter.outcome ?? "all"}
        onValueChange={(outcome) =>
          setFilter({ outcome: outcome === "ok" || outcome === "failed" ? outcome : null })
        }
        options={[
          { value: "all", label: "Ok or failed" },
          { value: "ok", label: "Ok" },
          { value: "failed", label: "Failed" },
        ]}
      />
      {filter.from !== null && (
        <>
          <span className="text-sm">
            from <Time at={filter.from} show="clock" />
            {filter.to !== null && (
              <>
                {" "}
                to <Time at={filter.to} show="clock" />
              </>
            )}
          </span>
          <Button size="sm" variant="ghost" onClick={() => setFilter({ from: null, to: null })}>
            Show all times
          </Button>
        </>
      )}
    </div>
  );
}

function AnswersList({
  deployId,
  filter,
  names,
}: {
  deployId: string;
  filter: AnswersFilter;
  names: BucketNames;
}) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ["answers", deployId, toAnswersQuery(filter, null)],
    queryFn: ({ pageParam, signal }) =>
      requestApi<AnswersView>(`/api/v1/deploys/${deployId}/answers?${toAnswersQuery(filter, pageParam)}`, {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    // A list that moves under the reader's eyes cannot be read.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const refusal = refusalOf(error);
  if (refusal !== null)
    return (
      <div className="p-4">
        <Refusal refusal={refusal} />
      </div>
    );
  if (data === undefined) return <Skeleton className="m-4 h-40" />;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0)
    return (
      <EmptyState title="No such answers">
        Nothing that was asked in this deploy matches the filter. Raw answers are kept for a limited time.
      </EmptyState>
    );
  return (
    <>
      <ul className="divide-y divide-line">
        {items.map((answer, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pages are only appended, so a place never changes
          <AnswerItem key={index} answer={answer} names={names} />
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="ghost" className="m-3" isBusy={isFetchingNextPage} onClick={() => fetchNextPage()}>
          Older answers
        </Button>
      )}
    </>
  );
}
