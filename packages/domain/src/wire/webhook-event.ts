/** What a generic webhook is sent: the body that Standard Webhooks asks for, `{ type, timestamp, data }`. */
import { z } from "zod";
import { bucket, cause, severity } from "../glossary.ts";
import { noticeTone, noticeType } from "../notice.ts";
import { wireTime } from "./time.ts";

export const webhookEvent = z.object({
  type: noticeType,
  /** When it happened; the header `webhook-timestamp` is the time of the attempt. */
  timestamp: wireTime,
  data: z.object({
    /** All of it in one line. */
    headline: z.string(),
    tone: noticeTone,
    severity: severity.nullable(),
    /** True for a test: nothing is wrong. */
    sample: z.boolean(),
    /** Null for what concerns the whole workspace. */
    service: z.string().nullable(),
    environment: z.string().nullable(),
    /** What users get now. */
    impact: z.string(),
    /** What happened, one sentence with numbers. */
    summary: z.string(),
    version: z.string().nullable(),
    /** What serves instead of the expected version. */
    serving: z.string().nullable(),
    actor: z.string().nullable(),
    since: wireTime.nullable(),
    /** How much later it is told than it was written; null when it is told at once. */
    lateByMs: z.int().nullable(),
    share: z
      .object({ counts: z.record(bucket, z.int()), samples: z.int(), windowSeconds: z.int() })
      .nullable(),
    regions: z.array(
      z.object({
        region: z.string(),
        state: z.string(),
        expected: z.int(),
        samples: z.int(),
        note: z.string().nullable(),
      }),
    ),
    /** `docs`: the cause's page on the instance that tells of it. */
    causes: z.array(
      cause.pick({ code: true, title: true, confidence: true, evidence: true, next: true, docs: true }),
    ),
    incidentId: z.string().nullable(),
    deployId: z.string().nullable(),
    monitorId: z.string().nullable(),
    links: z.object({
      primary: z.string().nullable(),
      incident: z.string().nullable(),
      ci: z.string().nullable(),
    }),
  }),
});
export type WebhookEvent = z.infer<typeof webhookEvent>;
