import type { MaintenanceWire, PatchMaintenanceInput } from "@rollcall/domain/wire";
import { emptyDraft, type MaintenanceDraft, repeatOfDraft, toTime } from "./maintenance-draft.ts";

/** A window that is being changed; `until` as an input of a local date and time gives it. */
export type EditDraft = MaintenanceDraft & { until: string };

/** What stands in a window now, on the clock of whoever looks. */
export function draftOfWindow({ reason, from, until, repeat }: MaintenanceWire): EditDraft {
  return {
    ...emptyDraft(""),
    ...{ reason, from: toLocal(from), until: until === null ? "" : toLocal(until) },
    when: repeat === null ? "once" : "recurring",
    ...(repeat !== null && {
      ...{ every: repeat.every, at: repeat.at, timeZone: repeat.timeZone, minutes: repeat.durationMinutes },
      ...(repeat.weekdays.length > 0 && { weekdays: repeat.weekdays }),
      ...(repeat.monthDay !== null && { monthDay: String(repeat.monthDay) }),
    }),
  };
}

/**
 * The body that makes the window what the draft says: what was not touched is not in it, and `null` is nothing to change.
 * It names the version that the draft was made of, so that it is refused once somebody else has changed that.
 */
export function patchOfDraft(window: MaintenanceWire, draft: EditDraft): PatchMaintenanceInput | null {
  const before = draftOfWindow(window);
  const repeat = repeatOfDraft(draft);
  const isRecurring = window.repeat !== null;
  const patch = {
    ...(draft.reason !== before.reason && { reason: draft.reason }),
    ...(!isRecurring && draft.from !== before.from && { from: toTime(draft.from) }),
    ...(!isRecurring && draft.until !== before.until && { until: toTime(draft.until) }),
    ...(isRecurring && JSON.stringify(repeat) !== JSON.stringify(repeatOfDraft(before)) && { repeat }),
  };
  return Object.keys(patch).length === 0 ? null : { ...patch, version: window.version };
}

/** "2026-11-24T22:00": what an input of a local date and time takes. */
function toLocal(at: string): string {
  const time = new Date(at);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
