/**
 * A notice: the facts of one message, written into the outbox with the verdict that caused it.
 * `packages/notify` turns it into a message of each medium; nothing in it is markup, and text from a target is untrusted.
 */
import { z } from "zod";
import { bucket, cause, severity } from "./glossary.ts";

export const noticeType = z.enum([
  "rollout.stuck",
  "rollout.degraded",
  "rollout.old_returned",
  "rollout.rolled_back",
  "rollout.unverifiable",
  "rollout.live",
  "rollout.recovered",
  "health.down",
  "health.advisory",
  "health.recovered",
  "drift.detected",
  "drift.recovered",
  "probe_outage.detected",
  "probe_outage.recovered",
  "channel.disabled",
  "incident.acknowledged",
  "incident.widened",
  "channel.test",
]);
export type NoticeType = z.infer<typeof noticeType>;

/**
 * `problem` opens or changes, `recovery` ends a told problem, `info` is good news that a channel asked for, `note` is what
 * else there is to know of a told problem: who is on it, how far it goes.
 */
export const noticeTone = z.enum(["problem", "recovery", "info", "note"]);

/** How the telling itself went; written by the notifier alone, into what it sends. */
const telling = z.object({
  /** Told so much later than it was written; absent within the first minute. */
  lateByMs: z.int().optional(),
  /** A problem that was over before this channel heard of it. */
  over: z.object({ type: noticeType, since: z.number(), until: z.number() }).optional(),
  /** Who has taken the incident on since it was written. */
  acknowledgedBy: z.string().optional(),
  /** The channel that did not take it, which is why it is told here. */
  insteadOf: z.string().optional(),
});

const singleNotice = z.object({
  type: noticeType,
  tone: noticeTone,
  severity: severity.nullable(),
  /** True for a test: every rendering says so. */
  sample: z.boolean(),
  at: z.number(),
  since: z.number().nullable(),
  /** Both empty for what concerns the whole workspace. */
  service: z.string(),
  environment: z.string(),
  /** Leads the message: what users get now. */
  impact: z.string(),
  /** What happened, one sentence with numbers. */
  summary: z.string(),
  version: z.string().nullable(),
  /** What serves instead of the expected version. */
  serving: z.string().nullable(),
  actor: z.string().nullable(),
  ciUrl: z.string().nullable(),
  share: z.object({ counts: z.record(bucket, z.int()), samples: z.int(), windowSeconds: z.int() }).nullable(),
  regions: z.array(
    z.object({
      region: z.string(),
      /** A word for its state, such as `live`, `rolling`, `failing`, `no data`. */
      state: z.string(),
      expected: z.int(),
      samples: z.int(),
      marks: z.array(bucket),
      note: z.string().nullable(),
    }),
  ),
  causes: z.array(cause),
  incidentId: z.string().nullable(),
  deployId: z.string().nullable(),
  monitorId: z.string().nullable(),
  /** Groups the messages of one incident into one email thread. */
  threadKey: z.string(),
  links: z.object({ primary: z.string(), incident: z.string().nullable() }),
  /** Of a problem that nobody has acknowledged for so long: it is for those alone who wait for that. */
  unacknowledgedMinutes: z.number().optional(),
  /** Absent where all went as usual. */
  telling: telling.optional(),
});
export type SingleNotice = z.infer<typeof singleNotice>;

/** `joined`: all that a digest tells of, the worst first; written by the notifier alone, as `telling` is. */
export const notice = singleNotice.extend({ joined: z.array(singleNotice).optional() });
export type Notice = z.infer<typeof notice>;
