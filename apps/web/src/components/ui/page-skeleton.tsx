import { Skeleton } from "./skeleton.tsx";

/** A list page while it is read: its title, its sentence, its rows. */
export function PageSkeleton() {
  return (
    <div role="status" aria-label="Loading">
      <Skeleton className="h-7 w-48" />
      <Skeleton className="mt-2 h-5 w-96 max-w-full" />
      <div className="mt-6 grid gap-px rounded-md border border-line">
        {["a", "b", "c", "d", "e", "f"].map((row) => (
          <div key={row} className="flex h-9 items-center gap-6 px-3">
            <Skeleton className="h-3 w-1/4" />
            <Skeleton className="h-3 w-1/6" />
            <Skeleton className="h-3 w-1/3" />
          </div>
        ))}
      </div>
    </div>
  );
}
