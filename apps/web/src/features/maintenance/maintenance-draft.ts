import type { MaintenanceRepeat, Weekday } from "@rollcall/domain/wire";
import { repeatWords } from "@rollcall/domain/words";
import { formatDuration } from "../../format/duration.ts";

/** What was typed and chosen; an empty service or environment is every one. */
export type MaintenanceDraft = {
  service: string;
  environment: string;
  reason: string;
  when: "now" | "once" | "recurring";
  /** As an input of a local date and time gives it. */
  from: string;
  minutes: number;
  every: MaintenanceRepeat["every"];
  weekdays: Weekday[];
  monthDay: string;
  at: string;
  timeZone: string;
};

/** What is offered; more is for the API. */
export const lengths = [5, 15, 30, 60, 120, 240, 480, 1440];

/** A draft that begins now, in the zone of whoever looks. */
export function emptyDraft(service: string): MaintenanceDraft {
  return {
    ...{ service, environment: "", reason: "", when: "now", from: "", minutes: 30 },
    ...{ every: "week", weekdays: ["sun"], monthDay: "1", at: "02:00" },
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** The body that plans it. What makes no sense goes as it is, for the server to refuse in its words. */
export function bodyOfDraft(draft: MaintenanceDraft): Record<string, unknown> {
  const { service, environment, reason, when, from, minutes } = draft;
  const place = { service: service || null, environment: environment || null, reason };
  if (when === "recurring") return { ...place, repeat: repeatOfDraft(draft) };
  if (when === "now") return { ...place, durationMinutes: minutes };
  return { ...place, from: toTime(from), durationMinutes: minutes };
}

/** What will follow, in one sentence for whoever is about to press the button. */
export function draftSentence(draft: MaintenanceDraft): string {
  return `Nobody is told of ${placeWords(draft)} ${whenWords(draft)}. Uptime leaves the time out. Deploys are judged as ever.`;
}

/** "checkout-api in production", "checkout-api", "any service". */
function placeWords({ service, environment }: MaintenanceDraft): string {
  if (service === "") return "any service";
  return environment === "" ? service : `${service} in ${environment}`;
}

function whenWords(draft: MaintenanceDraft): string {
  const { when, from, minutes } = draft;
  if (when === "recurring") return repeatWords(repeatOfDraft(draft));
  const length = formatDuration(minutes * 60);
  if (when === "now") return `for ${length} from now on`;
  return from === "" ? `for ${length}` : `for ${length} from ${from.replace("T", " ")} on`;
}

/** When a recurring one is on. */
export function repeatOfDraft(draft: MaintenanceDraft): MaintenanceRepeat {
  const { every, weekdays, monthDay, at, timeZone, minutes } = draft;
  return {
    ...{ every, at, timeZone, durationMinutes: minutes },
    weekdays: every === "week" ? weekdays : [],
    monthDay: every === "month" ? Number(monthDay) : null,
  };
}

/** A local date and time on the wire; what is none goes as it is. */
export function toTime(local: string): string {
  const at = Date.parse(local);
  return Number.isNaN(at) ? local : new Date(at).toISOString();
}
