import type { Instant } from "../glossary.ts";
import { heardWithinMs } from "../regions/index.ts";
import { formatBytes, formatDuration, listNames } from "../words/index.ts";
import {
  type CoreRole,
  coreRoles,
  type InstanceFacts,
  type InstanceFault,
  isEssentialFault,
  type QueueLag,
  type RoleSign,
  type RoleState,
} from "./types.ts";

/** Roles turn every second: a loop that has not come round for this long hangs, or its database or queue is away. */
const doneWithinMs = 30_000;
/** A takeover needs a few seconds; without a leader for longer, nobody is there to take over. */
const leaderlessMs = 15_000;
/** What waits longer than this in a queue or in the outbox was not only a busy moment. */
const waitingMs = 60_000;
/** Channels that hang hold back their own deliveries for a while, without anything being wrong here. */
const deliveryLateMs = 300_000;
/** One refused mail may be that receiver's fault; after five minutes of nothing else it is the mail server. */
const mailRefusedMs = 300_000;

/** Nobody runs one medium for those who run the instance and expects it never to be away for a moment. */
const unreachedMs = 300_000;
/** A disk is nearly full with less than a tenth of it left; of a large one, with less than this. */
const diskFreeBytesMax = 10 * 1024 ** 3;

/** How one program's role stands at `now`. */
export function roleState({ heardAt, doneAt }: Omit<RoleSign, "role">, now: Instant): RoleState {
  if (now - heardAt > heardWithinMs) return "silent";
  return now - doneAt > doneWithinMs ? "hanging" : "well";
}

/** Everything wrong with an instance at `now`, what is essential first. */
export function judgeInstance(facts: InstanceFacts, now: Instant): InstanceFault[] {
  const faults = [
    ...coreRoles.map((role) => roleFault(role, facts, now)),
    leaderFault(facts, now),
    judgeBehind(facts, now),
    noticesWaiting(facts, now),
    deliveriesLate(facts, now),
    proberBehind(facts, now),
    regionLost(facts, now),
    mailRefused(facts, now),
    deadLetters(facts),
    diskLow(facts),
    queueDown(facts),
    operatorsUnreached(facts, now),
  ]
    .filter((fault) => fault !== null)
    .map((fault) => ({ ...fault, isEssential: isEssentialFault(fault.code) }));
  return faults.sort((a, b) => Number(b.isEssential) - Number(a.isEssential));
}

/** That the database does not answer or takes nothing, as whoever asks it knows it: nothing else of the instance can be judged then. */
export function databaseFault(since: Instant, now: Instant): InstanceFault {
  return {
    code: "database_down",
    isEssential: isEssentialFault("database_down"),
    since,
    what: `The database has answered or taken nothing for ${formatDuration(now - since)}: nothing is judged, and no alert is sent.`,
    advice:
      "See that PostgreSQL runs, takes connections and has room on its disk; then Rollcall goes on by itself.",
  };
}

type Finding = Omit<InstanceFault, "isEssential">;

const missedWork: Record<CoreRole, string> = {
  scheduler: "nothing is probed",
  judge: "no verdict changes",
  notifier: "no alert is sent",
  preflight: "no image is looked for in its registry",
};

/** The program that runs it is chosen by this word of ROLLCALL_ROLES. */
const chosenBy: Record<CoreRole, string> = {
  scheduler: "scheduler",
  judge: "judge",
  notifier: "notifier",
  preflight: "notifier",
};

function roleFault(role: CoreRole, { signs }: InstanceFacts, now: Instant): Finding | null {
  const own = signs.filter((sign) => sign.role === role);
  const states = own.map((sign) => roleState(sign, now));
  if (states.includes("well")) return null;
  const code = `${role}_down` as const;
  if (states.includes("hanging")) {
    const since = Math.max(...own.map(({ doneAt }) => doneAt));
    return {
      code,
      since,
      what: `The ${role}'s program lives, but has done nothing for ${formatDuration(now - since)}: ${missedWork[role]}.`,
      advice:
        "See in its log what it waits for: mostly locks or connections of the database. Then restart it.",
    };
  }
  const since = own.length === 0 ? null : Math.max(...own.map(({ heardAt }) => heardAt));
  const silence =
    since === null ? "has ever been heard" : `has been heard for ${formatDuration(now - since)}`;
  return {
    code,
    since,
    what: `No ${role} ${silence}: ${missedWork[role]}.`,
    advice: `Start a program with ${chosenBy[role]} in ROLLCALL_ROLES; the log of the last one tells why it ended.`,
  };
}

function leaderFault({ ledUntil }: InstanceFacts, now: Instant): Finding | null {
  if (ledUntil !== null && now - ledUntil <= leaderlessMs) return null;
  const silence = ledUntil === null ? "has ever led" : `has led for ${formatDuration(now - ledUntil)}`;
  return {
    code: "no_leader",
    since: ledUntil,
    what: `No scheduler ${silence}: nothing is probed.`,
    advice: "A scheduler leads once it can write to the database: see its log.",
  };
}

function judgeBehind({ queues }: InstanceFacts, now: Instant): Finding | null {
  const oldestMs = oldestOf(queues.filter(({ region }) => region === null));
  if (oldestMs <= waitingMs) return null;
  return {
    code: "judge_behind",
    since: now - oldestMs,
    what: `What probers saw waits ${formatDuration(oldestMs)} to be judged: verdicts are late.`,
    advice: "Start another program with the role judge, or give the database more room.",
  };
}

function proberBehind({ queues, presences }: InstanceFacts, now: Instant): Finding | null {
  const lost = presences.filter(({ state }) => isLost(state)).map(({ region }) => region);
  const late = queues.filter(
    ({ region, oldestMs }) => region !== null && !lost.includes(region) && (oldestMs ?? 0) > waitingMs,
  );
  if (late.length === 0) return null;
  const oldestMs = oldestOf(late);
  const names = [...new Set(late.map(({ region }) => region ?? ""))];
  return {
    code: "prober_behind",
    since: now - oldestMs,
    what: `Probes wait ${formatDuration(oldestMs)} in ${listNames(names)}.`,
    advice: "Start another prober there.",
  };
}

function noticesWaiting({ noticesSince }: InstanceFacts, now: Instant): Finding | null {
  if (noticesSince === null || now - noticesSince <= waitingMs) return null;
  return {
    code: "notices_waiting",
    since: noticesSince,
    what: `A notice has waited ${formatDuration(now - noticesSince)} for the notifier to take it.`,
    advice: "See the notifier's log; if it is well, start another.",
  };
}

function deliveriesLate({ deliveriesSince }: InstanceFacts, now: Instant): Finding | null {
  if (deliveriesSince === null || now - deliveriesSince <= deliveryLateMs) return null;
  return {
    code: "deliveries_late",
    since: deliveriesSince,
    what: `A message is ${formatDuration(now - deliveriesSince)} late: more wait than are being sent.`,
    advice: "Another notifier sends more at once; its log says how long each message takes.",
  };
}

function regionLost({ presences }: InstanceFacts, now: Instant): Finding | null {
  const lost = presences.filter(({ state }) => isLost(state));
  if (lost.length === 0) return null;
  const since = Math.min(...lost.map((presence) => presence.since));
  const names = listNames(lost.map(({ region }) => region));
  return {
    code: "region_lost",
    since,
    level: lost.length,
    what: `Nothing is probed from ${names}, for ${formatDuration(now - since)}.`,
    advice:
      "Start its prober again, or mend its connection; npm run remove-region takes a region away for good.",
  };
}

function mailRefused({ mailRefusedSince: since }: InstanceFacts, now: Instant): Finding | null {
  if (since === null || now - since <= mailRefusedMs) return null;
  return {
    code: "mail_refused",
    since,
    what: `The mail server has taken nothing for ${formatDuration(now - since)}; mail waits and is tried again.`,
    advice: "Check SMTP_URL and the mail server; what it said stands at each delivery of the incident.",
  };
}

function deadLetters({ deadLetters: count }: InstanceFacts): Finding | null {
  if (count === 0) return null;
  return {
    code: "dead_letters",
    since: null,
    level: count,
    what: `${count} ${count === 1 ? "message was" : "messages were"} given up in the last day.`,
    advice: "Channels names the reason; mend it there and try them again.",
  };
}

function diskLow({ disks }: InstanceFacts): Finding | null {
  const low = disks.filter(
    ({ freeBytes, totalBytes }) => freeBytes < Math.min(totalBytes / 10, diskFreeBytesMax),
  );
  const [worst] = low.sort((a, b) => a.freeBytes - b.freeBytes);
  if (worst === undefined) return null;
  return {
    code: "disk_low",
    since: null,
    what: `The disk of the data folder is nearly full (${worst.workerId}): ${formatBytes(worst.freeBytes)} of ${formatBytes(worst.totalBytes)} are free.`,
    advice: "Make room, or move ROLLCALL_DATA_DIR to a larger disk: PostgreSQL stops when it is full.",
  };
}

function queueDown({ isQueueAway }: InstanceFacts): Finding | null {
  if (!isQueueAway) return null;
  return {
    code: "queue_down",
    since: null,
    what: "The queue does not answer: nothing is probed.",
    advice: "See that Redis (REDIS_URL) or, without it, PostgreSQL runs and takes connections.",
  };
}

function operatorsUnreached({ operatorsUnreachedSince: since }: InstanceFacts, now: Instant): Finding | null {
  if (since === null || now - since <= unreachedMs) return null;
  return {
    code: "operators_unreached",
    since,
    what: `Those who run Rollcall could not be told of its troubles for ${formatDuration(now - since)}.`,
    advice: "Check ROLLCALL_OPERATORS_EMAIL and ROLLCALL_OPERATORS_WEBHOOK; the log names the refusal.",
  };
}

function isLost(state: InstanceFacts["presences"][number]["state"]): boolean {
  return state === "silent" || state === "offline";
}

function oldestOf(queues: readonly QueueLag[]): number {
  return Math.max(0, ...queues.map(({ oldestMs }) => oldestMs ?? 0));
}
