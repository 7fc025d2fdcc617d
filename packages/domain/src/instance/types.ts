/** The shapes around Rollcall watching itself: what is known of its programs, and what is wrong with them. */
import type { Instant } from "../glossary.ts";
import type { RegionPresence } from "../regions/index.ts";

/** The roles with heartbeats of their own, beside probers, which are told of region by region. */
export const coreRoles = ["scheduler", "judge", "notifier", "preflight"] as const;
export type CoreRole = (typeof coreRoles)[number];

/** What one program said of one role last: that it lives, and when the role's loop had last come round. */
export type RoleSign = { role: CoreRole; heardAt: Instant; doneAt: Instant };

/** Hanging: the program lives, and the loop of the role does not come round. */
export type RoleState = "well" | "hanging" | "silent";

/** How many jobs wait in a queue, and for how long the oldest has. `region` where its jobs are for that region's probers. */
export type QueueLag = { queue: string; region: string | null; waiting: number; oldestMs: number | null };

/** The room on the disk of one program's data folder, in bytes. */
export type DiskRoom = { workerId: string; freeBytes: number; totalBytes: number };

/** What an instance is judged by at an instant. */
export type InstanceFacts = {
  signs: readonly RoleSign[];
  /** When the scheduler's lease runs out or ran out; `null` before anybody led. */
  ledUntil: Instant | null;
  /** Empty while the queue does not answer. */
  queues: readonly QueueLag[];
  isQueueAway: boolean;
  presences: readonly RegionPresence[];
  /** Since when the oldest notice waits to become deliveries. */
  noticesSince: Instant | null;
  /** Since when the oldest delivery that is due waits to be sent to a channel that nothing else is being sent to. */
  deliveriesSince: Instant | null;
  /** Since when no mail at all was taken, while some was tried. */
  mailRefusedSince: Instant | null;
  /** Deliveries given up in the last day that nobody has tried again. */
  deadLetters: number;
  disks: readonly DiskRoom[];
  /** Since when nobody of those who run the instance could be told of its troubles. */
  operatorsUnreachedSince: Instant | null;
};

export const instanceFaultCodes = [
  "scheduler_down",
  "judge_down",
  "notifier_down",
  "preflight_down",
  "no_leader",
  "judge_behind",
  "prober_behind",
  "notices_waiting",
  "deliveries_late",
  "region_lost",
  "mail_refused",
  "dead_letters",
  "disk_low",
  "queue_down",
  "database_down",
  "operators_unreached",
] as const;
export type InstanceFaultCode = (typeof instanceFaultCodes)[number];

const essential: readonly InstanceFaultCode[] = [
  "scheduler_down",
  "judge_down",
  "notifier_down",
  "no_leader",
  "judge_behind",
  "notices_waiting",
  "queue_down",
  "database_down",
  "operators_unreached",
];

/** True of what keeps a whole instance from probing, judging or telling, be it telling those who run it. */
export function isEssentialFault(code: InstanceFaultCode): boolean {
  return essential.includes(code);
}

/**
 * One thing wrong with Rollcall itself. With an essential one something of probing, judging and telling does not happen
 * at all, and the outgoing heartbeat stops. `what` and `advice` are whole sentences.
 */
export type InstanceFault = {
  code: InstanceFaultCode;
  isEssential: boolean;
  /** Since when; `null` where that is not known. */
  since: Instant | null;
  what: string;
  advice: string;
  /** How much of it there is, where it can become more. */
  level?: number;
};
