import { z } from "zod";
import { deployState } from "../glossary.ts";
import { historyWindows } from "../history/plan-history.ts";
import { environmentName } from "./deploy.ts";
import { wireTime } from "./time.ts";

/** Query of `GET /api/v1/monitors/{id}/history`. */
export const monitorHistoryInput = z.strictObject({ window: z.enum(historyWindows).default("24h") });

/** Query of `GET /api/v1/services/{service}/history`. */
export const serviceHistoryInput = monitorHistoryInput.extend({
  environment: environmentName.default("production"),
});

/** Latencies are those of good answers, off by at most 5 %; `null` where none was good. */
const figures = z.object({
  probes: z.int(),
  failed: z.int(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
});

/** How long an environment was what; nothing is known of the rest. */
const lengths = z.object({
  upSeconds: z.number(),
  downSeconds: z.number(),
  maintenanceSeconds: z.number(),
});

/**
 * What was observed of a service in an environment, or of one of its monitors, over a window. Maintenance counts neither
 * as up nor as down, and its answers are left out.
 */
export const historyWire = z.object({
  service: z.string(),
  environment: z.string(),
  /** `null` when it is all monitors together. */
  monitor: z.object({ id: z.string(), name: z.string() }).nullable(),
  window: z.enum(historyWindows),
  from: wireTime,
  until: wireTime,
  /** Uptime of the environment over each window, 0–1, of what is known of it; `null` where nothing is. */
  uptime: z.record(z.enum(historyWindows), z.number().nullable()),
  /** Since when the environment has been judged: a window that began before is told of from then on. */
  judgedSince: wireTime.nullable(),
  total: figures.extend(lengths.shape),
  regions: z.array(figures.extend({ region: z.string() })),
  stepSeconds: z.int(),
  /** One for each step, the oldest first. */
  columns: z.array(figures.extend({ at: wireTime, ...lengths.shape })),
  /** Deploys that began within the window, the oldest first, of many the newest. */
  deploys: z.array(
    z.object({ id: z.string(), version: z.string(), state: deployState, startedAt: wireTime }),
  ),
});
export type HistoryWire = z.infer<typeof historyWire>;
