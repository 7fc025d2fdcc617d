import type { MonitorView } from "@rollcall/services/views";
import Link from "next/link";
import { HealthGlyph } from "../state/state-glyph.tsx";
import { HealthLabel } from "../state/state-label.tsx";

const pitch = 4;
const shown = 60;

/** A monitor in a list: its health, what it says, and its last answers as bars whose height is the time they took. */
export function MonitorRow({ monitor }: { monitor: MonitorView }) {
  return (
    <li className="relative grid gap-1 px-3 py-2 *:min-w-0 hover:bg-sunken/60">
      <div className="flex items-center gap-3">
        <Link
          href={`/monitors/${monitor.id}`}
          className="min-w-0 truncate font-medium after:absolute after:inset-0"
        >
          {monitor.name}
        </Link>
        <span className="relative ml-auto">
          <HealthLabel health={monitor.health} className="text-sm" />
        </span>
      </div>
      <div className="flex items-end gap-3">
        <p className="min-w-0 flex-1 text-quiet text-sm">{monitor.sentence}</p>
        <RecentAnswers recent={monitor.recent} />
      </div>
      {monitor.healthRegions.some(({ state }) => state === "failing") && (
        <ul className="grid grid-cols-1 gap-0.5 text-sm">
          {monitor.healthRegions
            .filter(({ state }) => state === "failing")
            .map((region) => (
              <li key={region.region} className="flex items-center gap-1.5">
                <span className="text-error">
                  <HealthGlyph state="down" size={11} />
                </span>
                <span className="figures">{region.region}</span>
                <span className="min-w-0 truncate text-quiet">{region.lastFailure}</span>
              </li>
            ))}
        </ul>
      )}
    </li>
  );
}

function RecentAnswers({ recent }: { recent: MonitorView["recent"] }) {
  const last = recent.slice(-shown);
  const slowest = Math.max(1, ...last.map(({ totalMs }) => totalMs));
  const failed = last.filter(({ ok }) => !ok).length;
  if (last.length === 0) return null;
  return (
    <svg
      role="img"
      aria-label={`Last ${last.length} answers, ${failed} of them failed`}
      width={last.length * pitch}
      height="20"
      className="hidden shrink-0 sm:block"
      shapeRendering="crispEdges"
    >
      {last.map(({ ok, totalMs }, index) => {
        const height = ok ? Math.max(2, Math.round((18 * totalMs) / slowest)) : 20;
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: bars are drawn by place and carry no state
            key={index}
            x={index * pitch}
            y={20 - height}
            width={pitch - 1}
            height={height}
            fill={ok ? "var(--unreadable)" : "var(--error)"}
          />
        );
      })}
    </svg>
  );
}
