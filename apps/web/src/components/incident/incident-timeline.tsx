import type { TimelineEntry } from "@rollcall/domain/wire";
import { setSentence } from "@/format/sentence.ts";
import { cn } from "../ui/cn.ts";
import { Time } from "../ui/time.tsx";

const colors: Record<TimelineEntry["type"], string> = {
  opened: "bg-error",
  escalated: "bg-error",
  changed: "bg-previous",
  told: "bg-unreadable",
  not_told: "bg-unreadable",
  acknowledged: "bg-previous",
  snoozed: "bg-unreadable",
  note: "bg-unreadable",
  resolved: "bg-expected",
};

/** Everything that happened, in order, in sentences. */
export function IncidentTimeline({ entries }: { entries: TimelineEntry[] }) {
  return (
    <ol>
      {entries.map((entry, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: entries are only appended
          key={index}
          className="group grid grid-cols-[4.5rem_12px_1fr] gap-x-3"
        >
          <span className="figures text-right text-quiet text-sm leading-5">
            <Time at={entry.at} show="clock" />
          </span>
          <span aria-hidden="true" className="relative flex justify-center">
            <span className="absolute top-4 bottom-[-4px] w-px bg-line group-last:hidden" />
            <span className={cn("mt-1 h-3 w-1.5", colors[entry.type])} />
          </span>
          <p className="min-w-0 pb-3 [overflow-wrap:anywhere] group-last:pb-0">{setSentence(entry.text)}</p>
        </li>
      ))}
    </ol>
  );
}
