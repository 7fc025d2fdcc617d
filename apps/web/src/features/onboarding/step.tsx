import { CheckIcon } from "lucide-react";
import { cn } from "@/components/ui/cn.ts";

export type StepState = "done" | "now" | "later";

/** One step of a way: open while it is its turn, a line of what came out of it afterwards. */
export function Step({
  number,
  title,
  state,
  summary,
  children,
}: {
  number: number;
  title: string;
  state: StepState;
  summary?: React.ReactNode;
  children: React.ReactNode;
}) {
  return (
    <li aria-current={state === "now" ? "step" : undefined} className="border-line border-t py-4">
      <div className="flex items-start gap-3">
        <span
          aria-hidden="true"
          className={cn(
            "figures flex size-6 shrink-0 items-center justify-center rounded-full border text-sm",
            state === "done" && "border-expected text-expected",
            state === "now" && "border-ink",
            state === "later" && "border-line text-quiet",
          )}
        >
          {state === "done" ? <CheckIcon className="size-3.5" /> : number}
        </span>
        <div className="min-w-0 flex-1">
          <h2 className={cn("font-semibold text-lg", state === "later" && "font-normal text-quiet")}>
            {title}
            {state === "done" && <span className="sr-only"> (done)</span>}
          </h2>
          {state === "done" && summary !== undefined && <p className="break-words text-quiet">{summary}</p>}
          {state === "now" && <div className="mt-3">{children}</div>}
        </div>
      </div>
    </li>
  );
}
