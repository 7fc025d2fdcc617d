/** Maintenance windows as the public API shows them. */
import { z } from "zod";
import { environmentName, serviceName } from "./deploy.ts";
import { timeZone, wireTime } from "./time.ts";

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export const weekday = z.enum(weekdays);
export type Weekday = z.infer<typeof weekday>;

const dayMinutes = 1440;

/** When a recurring window is on: by the clock of a time zone, so that 02:00 stays 02:00 in summer and in winter. */
export const maintenanceRepeat = z
  .strictObject({
    every: z.enum(["day", "week", "month"]),
    weekdays: z.array(weekday).max(7).default([]).describe("Of a week; empty otherwise"),
    monthDay: z
      .int()
      .min(1)
      .max(31)
      .nullable()
      .default(null)
      .describe("Of a month, and the last day where that is shorter; null otherwise"),
    at: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day such as 02:00")
      .describe("Where the clock is put forward over it, it begins as much later"),
    durationMinutes: z.int().min(1).max(dayMinutes),
    timeZone,
  })
  .superRefine((repeat, ctx) => {
    const complain = (path: string, message: string) =>
      ctx.addIssue({ code: "custom", path: [path], message });
    if ((repeat.every === "week") !== repeat.weekdays.length > 0)
      complain("weekdays", "name the days of a weekly window, and of no other");
    if ((repeat.every === "month") !== (repeat.monthDay !== null))
      complain("monthDay", "name the day of a monthly window, and of no other");
    if (
      repeat.durationMinutes === dayMinutes &&
      (repeat.every === "day" || new Set(repeat.weekdays).size === 7)
    )
      complain("durationMinutes", "it would never end: make it shorter than the day");
  });
export type MaintenanceRepeat = z.infer<typeof maintenanceRepeat>;

export const maintenanceState = z.enum(["active", "scheduled", "ended"]);
export type MaintenanceState = z.infer<typeof maintenanceState>;

const occurrence = z.object({ from: wireTime, until: wireTime });

export const maintenanceWire = z.object({
  id: z.string(),
  /** `null`: every service. */
  service: z.string().nullable(),
  /** `null`: every environment of the service. */
  environment: z.string().nullable(),
  reason: z.string(),
  state: maintenanceState,
  /** When it is on, for people. */
  sentence: z.string(),
  /** Of a recurring one: from when and until when it recurs, `null` for ever. */
  from: wireTime,
  until: wireTime.nullable(),
  repeat: maintenanceRepeat.nullable(),
  /** The time that it is on now, and the next after it. */
  current: occurrence.nullable(),
  next: occurrence.nullable(),
  /** Another one whenever its reason or times are changed. */
  version: z.string(),
  createdBy: z.string(),
  createdAt: wireTime,
  /** When somebody last ended it before its time, and who. */
  endedAt: wireTime.nullable(),
  endedBy: z.string().nullable(),
});
export type MaintenanceWire = z.infer<typeof maintenanceWire>;

const reason = z.string().trim().min(1, "say why").max(200);
const longestMinutes = 31 * dayMinutes;

/**
 * Body of `POST /api/v1/maintenance`. `service: null` is everything there is, and has to be said. A window that is on
 * once ends at `until` or after `durationMinutes`; of a recurring one they stand in `repeat`, and `until` ends the series.
 */
export const createMaintenanceInput = z
  .strictObject({
    service: serviceName.nullable().describe("null: every service"),
    environment: environmentName.nullable().default(null).describe("null: every environment of the service"),
    reason,
    from: wireTime.optional().describe("Now unless given"),
    until: wireTime.optional(),
    durationMinutes: z.int().min(1).max(longestMinutes).optional(),
    repeat: maintenanceRepeat.nullable().default(null),
  })
  .superRefine((input, ctx) => {
    const complain = (path: string, message: string) =>
      ctx.addIssue({ code: "custom", path: [path], message });
    if (input.environment !== null && input.service === null)
      complain("environment", "name the service whose environment it is");
    if (input.repeat !== null && input.durationMinutes !== undefined)
      complain("durationMinutes", "of a recurring window it belongs into repeat");
    if (input.repeat === null && (input.until === undefined) === (input.durationMinutes === undefined))
      complain("until", "give either until or durationMinutes");
  });
export type CreateMaintenanceInput = z.infer<typeof createMaintenanceInput>;

/** Body of `PATCH /api/v1/maintenance/{id}`. What it covers stays; `until: null` lets a recurring one go on for ever. */
export const patchMaintenanceInput = z
  .strictObject({
    reason,
    from: wireTime,
    until: wireTime.nullable(),
    repeat: maintenanceRepeat,
    version: z
      .string()
      .describe("The version that is changed: refused with 409 when there is another by now"),
  })
  .partial();
export type PatchMaintenanceInput = z.infer<typeof patchMaintenanceInput>;
