import type { MaintenanceState, MaintenanceWire } from "@rollcall/domain/wire";
import Link from "next/link";
import { HealthGlyph } from "@/components/state/state-glyph.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Time } from "@/components/ui/time.tsx";
import { EditMaintenance } from "./edit-maintenance.tsx";
import { SettleMaintenance } from "./settle-maintenance.tsx";

const sections: { state: MaintenanceState; title: string }[] = [
  { state: "active", title: "On now" },
  { state: "scheduled", title: "To come" },
  { state: "ended", title: "Over" },
];

/** What is on, what comes, and what is over. */
export function MaintenanceList({ windows, canChange }: { windows: MaintenanceWire[]; canChange: boolean }) {
  return (
    <div className="grid grid-cols-1 gap-4">
      {sections.map(({ state, title }) => {
        const own = windows.filter((window) => window.state === state);
        if (own.length === 0) return null;
        return (
          <Card key={state} title={title} bodyClassName="p-0">
            <ul className="divide-y divide-line">
              {own.map((window) => (
                <li
                  key={window.id}
                  className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 px-3 py-1.5"
                >
                  <Row window={window} />
                  {canChange && (
                    <div className="ml-auto flex gap-1">
                      {state !== "ended" && <EditMaintenance window={window} />}
                      <SettleMaintenance window={window} />
                    </div>
                  )}
                </li>
              ))}
            </ul>
          </Card>
        );
      })}
    </div>
  );
}

function Row({ window }: { window: MaintenanceWire }) {
  const { service, environment, reason, state, createdBy } = window;
  return (
    <div className="flex min-w-0 flex-1 basis-64 gap-2">
      {state === "active" && (
        <span className="mt-0.5 text-ink">
          <HealthGlyph state="maintenance" />
        </span>
      )}
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p>
          {service === null ? (
            <span className="font-medium">Every service</span>
          ) : (
            <Link href={`/services/${encodeURIComponent(service)}`} className="link font-medium">
              {service}
            </Link>
          )}
          {environment !== null && <span className="text-quiet"> › {environment}</span>}
          <span>: {reason}</span>
        </p>
        <p className="text-quiet text-sm">
          <When window={window} />. Planned by {createdBy}.
        </p>
      </div>
    </div>
  );
}

function When({
  window: { current, next, repeat, sentence, endedAt, endedBy, until },
}: {
  window: MaintenanceWire;
}) {
  if (current !== null)
    return (
      <>
        Until <Time at={current.until} show="full" />
        {repeat !== null && `, ${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`}
      </>
    );
  if (next !== null)
    return (
      <>
        {repeat !== null && `${sentence}, next `}
        <Time at={next.from} show="full" />
        {repeat === null && (
          <>
            {" "}
            until <Time at={next.until} show="full" />
          </>
        )}
      </>
    );
  if (endedAt !== null && repeat === null)
    return (
      <>
        Ended <Time at={endedAt} show="full" />
        {endedBy !== null && ` by ${endedBy}`}
      </>
    );
  return (
    <>
      Over since <Time at={until ?? ""} show="full" />
    </>
  );
}
