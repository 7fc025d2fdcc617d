import { ChevronRightIcon } from "lucide-react";
import { cn } from "./cn.ts";

/** A part that is folded away until asked for; `open` is how it begins. */
export function Disclosure({
  summary,
  open,
  className,
  children,
}: {
  summary: React.ReactNode;
  open?: boolean;
  className?: string;
  children: React.ReactNode;
}) {
  return (
    <details open={open} className={cn("group min-w-0", className)}>
      <summary className="flex cursor-pointer list-none items-center gap-1.5 [&::-webkit-details-marker]:hidden">
        <ChevronRightIcon aria-hidden="true" className="size-4 shrink-0 text-quiet group-open:rotate-90" />
        {summary}
      </summary>
      {children}
    </details>
  );
}
