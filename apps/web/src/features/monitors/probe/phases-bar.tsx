import type { ProbePhase, ProbeTimings } from "@rollcall/domain/observation";
import { cn } from "@/components/ui/cn.ts";
import { formatMs } from "@/format/duration.ts";

/** The way there in greys, the answer itself in the accent. */
const phases: { key: keyof ProbeTimings; phase: ProbePhase; name: string; fill: string }[] = [
  { key: "dnsMs", phase: "dns", name: "DNS", fill: "bg-quiet/45" },
  { key: "connectMs", phase: "connect", name: "Connect", fill: "bg-quiet/70" },
  { key: "tlsMs", phase: "tls", name: "TLS", fill: "bg-quiet" },
  { key: "firstByteMs", phase: "first_byte", name: "First byte", fill: "bg-expected" },
  { key: "transferMs", phase: "transfer", name: "Transfer", fill: "bg-expected/55" },
];

/** Where the time of one probe went; `scaleMs` is the length of the whole bar, the same for bars to compare. */
export function PhasesBar({ timings, scaleMs }: { timings: ProbeTimings; scaleMs: number }) {
  const parts = phases.flatMap((phase) => {
    const ms = timings[phase.key];
    return ms === null ? [] : [{ ...phase, ms }];
  });
  const label = parts.map(({ name, ms }) => `${name} ${formatMs(ms)}`).join(", ");
  return (
    <div role="img" aria-label={label} className="flex h-2.5 w-full gap-px">
      {parts.map(({ key, ms, fill }) => (
        <div
          key={key}
          className={cn("h-full first:rounded-l-sm last:rounded-r-sm", fill)}
          style={{ width: `${(100 * ms) / scaleMs}%`, minWidth: ms > 0 ? 2 : 0 }}
        />
      ))}
    </div>
  );
}

/** The same in numbers, which also tells which colour is which. */
export function PhaseNumbers({ timings }: { timings: ProbeTimings }) {
  return (
    <dl className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {phases.map(({ key, name, fill }) => (
        <div key={key} className="flex items-center gap-1.5">
          <span aria-hidden="true" className={cn("size-2.5 rounded-sm", fill)} />
          <dt className="text-quiet">{name}</dt>
          <dd className="figures">{formatMs(timings[key])}</dd>
        </div>
      ))}
    </dl>
  );
}
