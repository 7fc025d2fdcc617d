/** Incidents and their deliveries as the public API shows them. */
import { z } from "zod";
import { cause, channelKind, incidentKind, incidentState, severity } from "../glossary.ts";
import { wireTime } from "./time.ts";

export const timelineEntry = z.object({
  at: wireTime,
  type: z.enum([
    "opened",
    "changed",
    "escalated",
    "told",
    "not_told",
    "acknowledged",
    "snoozed",
    "note",
    "resolved",
  ]),
  /** A sentence for people. */
  text: z.string(),
  actor: z.string().nullable(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

/** `failed` is tried again; `merged` is said by a later message to the same channel; `given_up` is a dead letter. */
export const deliveryState = z.enum(["pending", "sent", "failed", "given_up", "merged"]);
export type DeliveryState = z.infer<typeof deliveryState>;

/** How one attempt ended: what the receiver answered ("200"), or why it was not taken. */
const deliveryAttempt = z.object({
  at: wireTime,
  outcome: z.enum(["sent", "failed", "refused"]),
  said: z.string(),
  durationMs: z.int().nullable(),
});
export type DeliveryAttempt = z.infer<typeof deliveryAttempt>;

export const deliveryWire = z.object({
  id: z.string(),
  channelId: z.string(),
  channelName: z.string(),
  channelKind,
  notice: z.string(),
  state: deliveryState,
  attempts: z.int(),
  lastError: z.string().nullable(),
  createdAt: wireTime,
  sentAt: wireTime.nullable(),
  nextAttemptAt: wireTime.nullable(),
  durationMs: z.int().nullable(),
  /** Of a message to a fallback: the id of the channel that did not take it. */
  insteadOf: z.string().nullable(),
  /** Of one that was merged or told in a digest: the id of the delivery whose message says it. */
  toldBy: z.string().nullable(),
  /** Its channel gets many messages at once: told in one with whatever else of the channel waits then. */
  inDigest: z.boolean(),
  /** Every attempt whose end is known, oldest first. */
  trail: z.array(deliveryAttempt),
});
export type DeliveryWire = z.infer<typeof deliveryWire>;

export const incidentWire = z.object({
  id: z.string(),
  service: z.string(),
  environment: z.string(),
  severity,
  kind: incidentKind,
  state: incidentState,
  title: z.string(),
  openedAt: wireTime,
  acknowledgedAt: wireTime.nullable(),
  acknowledgedBy: z.string().nullable(),
  snoozedUntil: wireTime.nullable(),
  /** It comes and goes: told once, over when it was calm for half an hour; `calmSince` is null while it is wrong. */
  flapping: z.object({ since: wireTime, calmSince: wireTime.nullable() }).nullable(),
  resolvedAt: wireTime.nullable(),
  deployId: z.string().nullable(),
  causes: z.array(cause),
  timeline: z.array(timelineEntry),
  deliveries: z.array(deliveryWire),
});
export type IncidentWire = z.infer<typeof incidentWire>;

/** For some minutes from now, or until a time at most 30 days away; 0 minutes end a snooze. */
export const snoozeIncidentInput = z
  .strictObject({ minutes: z.int().min(0).max(43_200), until: wireTime })
  .partial()
  .refine(({ minutes, until }) => (minutes === undefined) !== (until === undefined), {
    message: "give either minutes or until",
  });
export type SnoozeIncidentInput = z.infer<typeof snoozeIncidentInput>;
