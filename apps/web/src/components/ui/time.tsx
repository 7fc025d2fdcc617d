"use client";

import { Popover } from "@base-ui/react/popover";
import { useClockText, useClockTime, useIsBrowser } from "@/client/clock.tsx";
import { formatRelative } from "@/format/duration.ts";
import { cn } from "./cn.ts";
import { CopyButton } from "./copy-button.tsx";
import { popupClasses } from "./popup-classes.ts";

const timePopover = Popover.createHandle<{ at: string }>();

const fullFormat: Intl.DateTimeFormatOptions = {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
};

/** Date, time and zone; before hydration the browser's zone is unknown, so it is UTC. */
function fullText(at: string, isBrowser: boolean): string {
  return new Intl.DateTimeFormat("en-GB", isBrowser ? fullFormat : { ...fullFormat, timeZone: "UTC" }).format(
    new Date(at),
  );
}

/**
 * An instant (RFC 3339). Shows "4 min ago" (`relative`), "12:04:31" (`clock`) or the whole date (`full`); pointing
 * at it or pressing it shows local, UTC, relative and Unix time, each to copy.
 */
export function Time({
  at,
  show = "relative",
  className,
}: {
  at: string;
  show?: "relative" | "clock" | "full";
  className?: string;
}) {
  const isBrowser = useIsBrowser();
  const relative = useClockText((now) => formatRelative(Date.parse(at), now));
  const clock = useClockTime(at);
  const texts = { relative, clock, full: fullText(at, isBrowser) };
  return (
    <Popover.Trigger
      handle={timePopover}
      payload={{ at }}
      openOnHover
      delay={400}
      className={cn(
        "-my-[3px] whitespace-nowrap py-[3px] underline decoration-transparent decoration-dotted underline-offset-3 hover:decoration-current",
        className,
      )}
    >
      <time dateTime={at}>{texts[show]}</time>
    </Popover.Trigger>
  );
}

/** The one card that all `Time`s share; stands once in the root layout. */
export function TimeCard() {
  return (
    <Popover.Root handle={timePopover}>
      {({ payload }) => (
        <Popover.Portal>
          <Popover.Positioner className="z-50" side="top" sideOffset={6} collisionPadding={8}>
            <Popover.Popup className={cn(popupClasses, "p-2")} aria-label="This time in other words">
              {payload !== undefined && <TimeReadings at={payload.at} />}
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      )}
    </Popover.Root>
  );
}

function TimeReadings({ at }: { at: string }) {
  const relative = useClockText((now) => formatRelative(Date.parse(at), now));
  const readings = [
    { name: "Local", text: fullText(at, true) },
    { name: "UTC", text: new Date(at).toISOString() },
    { name: "Relative", text: relative },
    { name: "Unix", text: String(Math.floor(Date.parse(at) / 1000)) },
  ];
  return (
    <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 text-sm">
      {readings.map((reading) => (
        <div key={reading.name} className="contents">
          <dt className="pl-1 text-quiet">{reading.name}</dt>
          <dd className="figures">{reading.text}</dd>
          <dd>
            <CopyButton text={reading.text} label={`Copy ${reading.name} time`} className="size-6" />
          </dd>
        </div>
      ))}
    </dl>
  );
}
