"use client";

import type { ServiceView } from "@rollcall/services/views";
import { useClockText } from "@/client/clock.tsx";
import { formatRoughDuration } from "@/format/duration.ts";
import { shortVersion } from "@/format/version.ts";
import { cn } from "../ui/cn.ts";
import { Time } from "../ui/time.tsx";

type Served = ServiceView["environments"][number]["history"][number];

const shown = 12;
const listed = 4;

/** Who served when: one stretch per proven version, as wide as it lasted, newest right. */
export function ServedWhen({ history }: { history: Served[] }) {
  const recent = history.slice(-shown);
  const nowMs = Number(useClockText((now) => String(now - (now % 60_000) + 60_000)));
  if (recent.length === 0) return null;
  return (
    <div className="mt-3">
      <p className="mb-1 text-quiet text-sm">Who served when</p>
      <div aria-hidden="true" className="flex h-6 gap-px overflow-hidden rounded-sm">
        {recent.map(({ version, from, to }, index) => (
          <span
            key={from}
            title={shortVersion(version)}
            className={cn(
              "figures min-w-1 overflow-hidden whitespace-nowrap px-1 text-xs leading-6",
              index === recent.length - 1 ? "bg-accent text-accent-ink" : "bg-line text-ink",
            )}
            style={{ flexGrow: lengthOf(from, to, nowMs), flexBasis: 0 }}
          >
            {shortVersion(version)}
          </span>
        ))}
      </div>
      <ol className="mt-1.5 grid gap-0.5 text-sm">
        {recent
          .slice(-listed)
          .reverse()
          .map(({ version, from, to }) => (
            <li key={from} className="flex justify-between gap-3">
              <span className="figures truncate">{shortVersion(version)}</span>
              <span className="whitespace-nowrap text-quiet">
                live <Time at={from} />
                {to !== null && `, for ${formatRoughDuration(lengthOf(from, to, nowMs) / 1000)}`}
              </span>
            </li>
          ))}
      </ol>
    </div>
  );
}

function lengthOf(from: string, to: string | null, nowMs: number): number {
  return Math.max(1, (to === null ? nowMs : Date.parse(to)) - Date.parse(from));
}
