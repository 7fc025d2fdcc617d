/** The shapes around Rollcall watching itself: what is known of its programs, and what is wrong with them. */
import type { Instant } from "../glossary.ts";
import type { RegionPresence } from "../regions/index.ts";

/** The roles that an instance cannot do without, beside probers, which are told of region by region. */
export const coreRoles = ["scheduler", "judge", "notifier"] as const;
export type CoreRole = (typeof coreRoles)[number];

/** What one program said of one role last: that it lives, and when the role's loop had last come round. */
export type RoleSign = { role: CoreRole; heardAt: Instant; doneAt: Instant };

/** Hanging: the program lives, and the loop of the role does not come round. */
export type RoleState = "well" | "hanging" | "silent";

/** How many jobs wait in a queue, and for how long the oldest has. `region` where its jobs are for that region's probers. */
export type QueueLag = { queue: string; region: string | null; waiting: number; oldestMs: number | null };

/** What an instance is judged by at an instant. */
export type InstanceFacts = {
  signs: readonly RoleSign[];
  /** When the scheduler's lease runs out or ran out; `null` before anybody led. */
  ledUntil: Instant | null;
  queues: readonly QueueLag[];
  presences: readonly RegionPresence[];
  /** Since when the oldest notice waits to become deliveries. */
  noticesSince: Instant | null;
  /** Since when the oldest delivery that is due waits to be sent. */
  deliveriesSince: Instant | null;
  /** Since when no mail at all was taken, while some was tried. */
  mailRefusedSince: Instant | null;
  /** Deliveries given up in the last day that nobody has tried again. */
  deadLetters: number;
};

export const instanceFaultCodes = [
  "scheduler_down",
  "judge_down",
  "notifier_down",
  "no_leader",
  "judge_behind",
  "prober_behind",
  "notices_waiting",
  "deliveries_late",
  "region_lost",
  "mail_refused",
  "dead_letters",
] as const;
export type InstanceFaultCode = (typeof instanceFaultCodes)[number];

const essential: readonly InstanceFaultCode[] = [
  "scheduler_down",
  "judge_down",
  "notifier_down",
  "no_leader",
  "judge_behind",
  "notices_waiting",
];

/** True of what keeps a whole instance from probing, judging or telling. */
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
};
