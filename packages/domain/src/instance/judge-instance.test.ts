import { describe, expect, it } from "vitest";
import { judgeInstance, roleState } from "./judge-instance.ts";
import { coreRoles, type InstanceFacts } from "./types.ts";

const now = Date.UTC(2026, 10, 22, 12);
const ago = (seconds: number) => now - seconds * 1000;
const gib = 1024 ** 3;
const disk = (freeGib: number, totalGib: number) => ({
  disks: [{ workerId: "w1", freeBytes: freeGib * gib, totalBytes: totalGib * gib }],
});
const well = { heardAt: ago(4), doneAt: ago(5) };

const facts = (changes: Partial<InstanceFacts> = {}): InstanceFacts => ({
  signs: coreRoles.map((role) => ({ role, ...well })),
  ledUntil: now + 3000,
  queues: [
    { queue: "urgent", region: null, waiting: 0, oldestMs: null },
    { queue: "observations", region: null, waiting: 4, oldestMs: 900 },
    { queue: "probe-eu", region: "eu", waiting: 1, oldestMs: 1200 },
  ],
  presences: [{ region: "eu", state: "present", since: ago(3600) }],
  noticesSince: null,
  deliveriesSince: null,
  mailRefusedSince: null,
  deadLetters: 0,
  isQueueAway: false,
  disks: [{ workerId: "w1", freeBytes: 40 * gib, totalBytes: 100 * gib }],
  operatorsUnreachedSince: null,
  ...changes,
});
const without = (role: string) => facts().signs.filter((sign) => sign.role !== role);
const queue = (name: string, region: string | null, seconds: number) => ({
  queue: name,
  region,
  waiting: 1,
  oldestMs: seconds * 1000,
});

const cases: { name: string; given: Partial<InstanceFacts>; essential?: string[]; other?: string[] }[] = [
  { name: "nothing", given: {} },
  { name: "a role nobody has ever heard", given: { signs: without("judge") }, essential: ["judge_down"] },
  {
    name: "a silent role",
    given: { signs: [...without("notifier"), { role: "notifier", heardAt: ago(31), doneAt: ago(32) }] },
    essential: ["notifier_down"],
  },
  {
    name: "a role whose program lives and whose loop does not come round",
    given: { signs: [...without("scheduler"), { role: "scheduler", heardAt: ago(2), doneAt: ago(31) }] },
    essential: ["scheduler_down"],
  },
  {
    name: "one of two judges gone",
    given: { signs: [...facts().signs, { role: "judge", heardAt: ago(600), doneAt: ago(600) }] },
  },
  { name: "a takeover", given: { ledUntil: ago(6) } },
  { name: "no leader", given: { ledUntil: ago(16) }, essential: ["no_leader"] },
  { name: "never a leader", given: { ledUntil: null }, essential: ["no_leader"] },
  {
    name: "reports that wait",
    given: { queues: [queue("observations", null, 61)] },
    essential: ["judge_behind"],
  },
  { name: "probes that wait", given: { queues: [queue("probe-eu", "eu", 61)] }, other: ["prober_behind"] },
  {
    name: "probes that wait where no prober is: that is said once",
    given: {
      queues: [queue("probe-eu", "eu", 61)],
      presences: [{ region: "eu", state: "silent", since: ago(100) }],
    },
    other: ["region_lost"],
  },
  { name: "a restarting prober", given: { presences: [{ region: "eu", state: "fading", since: ago(40) }] } },
  { name: "a notice nobody takes", given: { noticesSince: ago(61) }, essential: ["notices_waiting"] },
  { name: "late deliveries", given: { deliveriesSince: ago(301) }, other: ["deliveries_late"] },
  { name: "deliveries that wait for slow channels", given: { deliveriesSince: ago(200) } },
  { name: "a mail server that refuses", given: { mailRefusedSince: ago(301) }, other: ["mail_refused"] },
  { name: "a mail that was refused just now", given: { mailRefusedSince: ago(200) } },
  { name: "dead letters", given: { deadLetters: 2 }, other: ["dead_letters"] },
  { name: "no preflight: alerts go on", given: { signs: without("preflight") }, other: ["preflight_down"] },
  { name: "a small disk with less than a tenth left", given: disk(1.9, 20), other: ["disk_low"] },
  { name: "a large disk with less than 10 GiB left", given: disk(9.9, 2000), other: ["disk_low"] },
  { name: "a large disk with a hundredth left, which is much", given: disk(20, 2000) },
  { name: "a queue that is away", given: { isQueueAway: true, queues: [] }, essential: ["queue_down"] },
  {
    name: "operators who cannot be told",
    given: { operatorsUnreachedSince: ago(301) },
    essential: ["operators_unreached"],
  },
  { name: "operators whose mail server restarts", given: { operatorsUnreachedSince: ago(200) } },
  {
    name: "several at once, what is essential first",
    given: { deadLetters: 1, signs: without("judge"), ledUntil: null },
    essential: ["judge_down", "no_leader"],
    other: ["dead_letters"],
  },
];

describe("judgeInstance", () => {
  it.each(cases)("finds $name", ({ given, essential = [], other = [] }) => {
    const faults = judgeInstance(facts(given), now);
    expect(faults.map(({ code }) => code)).toEqual([...essential, ...other]);
    expect(faults.map(({ isEssential }) => isEssential)).toEqual([
      ...essential.map(() => true),
      ...other.map(() => false),
    ]);
  });

  it("says what does not happen, for how long, and what to do", () => {
    const [fault] = judgeInstance(
      facts({ signs: [...without("judge"), { role: "judge", heardAt: ago(90), doneAt: ago(90) }] }),
      now,
    );
    expect(fault).toMatchObject({
      what: "No judge has been heard for 1 min 30 s: no verdict changes.",
      since: ago(90),
      advice: expect.stringContaining("ROLLCALL_ROLES"),
    });
  });
});

describe("roleState", () => {
  it("tells a program that is gone from a loop that hangs", () => {
    expect(roleState(well, now)).toBe("well");
    expect(roleState({ heardAt: ago(1), doneAt: ago(60) }, now)).toBe("hanging");
    expect(roleState({ heardAt: ago(60), doneAt: ago(1) }, now)).toBe("silent");
  });
});
