import { cn } from "./cn.ts";

/** Holds the place of what is loading; it does not move. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={cn("rounded-sm bg-line/60", className)} />;
}
