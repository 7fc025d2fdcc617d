import { probeSeq } from "@rollcall/domain/due";
import type { BurstPlan } from "@rollcall/domain/rollout";
import { describe, expect, it } from "vitest";
import { indexMonitors } from "./monitor-index.ts";
import {
  type AtOnce,
  nothingAtOnce,
  type PlannedProbe,
  planTick,
  type Schedule,
  type ScheduledMonitor,
} from "./plan-tick.ts";

const monitor = (more: Partial<ScheduledMonitor> = {}): ScheduledMonitor => ({
  id: "mon_1",
  workspaceId: "ws_1",
  environmentId: "env_1",
  configVersion: 1,
  intervalMs: 60_000,
  regions: [],
  host: "example.com",
  isBurstable: true,
  hasOrigin: false,
  specJson: "{}",
  mayHoldSecrets: false,
  ...more,
});
const plan = (more: Partial<BurstPlan> = {}): BurstPlan => ({
  version: 1,
  mode: "watching",
  count: 5,
  everyMs: 2_000,
  compareCache: false,
  ...more,
});
type Given = Partial<Omit<Schedule, "monitors">> & { monitors?: ScheduledMonitor[] };
const schedule = ({
  monitors = [monitor()],
  regions = ["eu", "us"],
  plans = new Map(),
  burstProbesMax = 600,
}: Given = {}): Schedule => ({ monitors: indexMonitors(monitors, regions), plans, regions, burstProbesMax });
const minute = Array.from({ length: 60 }, (_, i) => 1_800_000_000_000 + i * 1000);
const plannedAt = (what: Schedule, at: number, atOnce?: AtOnce) => planTick(what, at, atOnce).probes;
const over = (what: Schedule, atOnce?: AtOnce) => minute.flatMap((at) => plannedAt(what, at, atOnce));

describe("planTick", () => {
  it("probes a monitor once per interval from every region", () => {
    const planned = over(schedule());
    expect(planned.map((probe) => probe.region).sort()).toEqual(["eu", "us"]);
    expect(planned.every((probe) => probe.seq === probeSeq.interval)).toBe(true);
  });

  it("keeps to a monitor's own regions, and gives none to a region without workers", () => {
    expect(over(schedule({ monitors: [monitor({ regions: ["us"] })] })).map((p) => p.region)).toEqual(["us"]);
    expect(over(schedule({ monitors: [monitor({ regions: ["mars"] })] }))).toEqual([]);
  });

  it("spreads the many probes of a second over its fifths, and leaves few of them together", () => {
    const due = (count: number) => {
      const ids = Array.from({ length: count }, (_, i) => `mon_${i}`);
      const monitors = ids.map((id) => monitor({ id, intervalMs: 1_000 }));
      return plannedAt(schedule({ monitors, regions: ["eu"] }), minute[0] ?? 0).map(
        ({ scheduledAt }) => scheduledAt - (minute[0] ?? 0),
      );
    };
    expect(new Set(due(20))).toEqual(new Set([0]));
    const offsets = due(500);
    expect(offsets).toHaveLength(500);
    for (const offset of [0, 200, 400, 600, 800])
      expect(offsets.filter((one) => one === offset).length).toBeGreaterThan(60);
  });

  it("bursts beside the interval while a deploy is open", () => {
    const bursts = over(schedule({ plans: new Map([["env_1", plan()]]), regions: ["eu"] }));
    expect(bursts.filter((probe) => probe.seq >= probeSeq.burst)).toHaveLength(5 * 30);
    expect(bursts.filter((probe) => probe.seq === probeSeq.interval)).toHaveLength(1);
  });

  it("never plans the same key twice", () => {
    const atOnce: AtOnce = {
      monitorIds: new Set(["mon_1"]),
      environmentIds: new Set(["env_1"]),
      confirm: new Map([["mon_1", ["eu", "us"]]]),
    };
    const plans = new Map([["env_1", plan({ compareCache: true })]]);
    for (const at of minute) {
      const keys = plannedAt(schedule({ plans }), at, atOnce).map((p) => `${p.region} ${p.seq}`);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it("never bursts a monitor that does not verify, or whose method might do something", () => {
    const plans = new Map([["env_1", plan()]]);
    expect(
      over(schedule({ monitors: [monitor({ isBurstable: false })], plans, regions: ["eu"] })),
    ).toHaveLength(1);
  });

  it("sends one cache-busted probe beside each burst when the plan compares", () => {
    const plans = new Map([["env_1", plan({ compareCache: true, everyMs: 10_000 })]]);
    const busted = over(schedule({ plans, regions: ["eu"] })).filter((probe) => probe.variant === "busted");
    expect(busted).toHaveLength(6);
    expect(busted.every((probe) => probe.seq === probeSeq.busted)).toBe(true);
  });

  it("sends the baseline of a deploy that has just started, whatever second it is", () => {
    const plans = new Map([["env_1", plan({ everyMs: 10_000 })]]);
    const atOnce = { ...nothingAtOnce, environmentIds: new Set(["env_1"]) };
    for (const at of minute.slice(0, 10)) {
      const bursts = plannedAt(schedule({ plans, regions: ["eu"] }), at, atOnce);
      expect(bursts.filter((probe) => probe.seq >= probeSeq.burst)).toHaveLength(5);
    }
  });

  it("probes new monitors at once from all regions, and confirms failures only where asked", () => {
    const at = minute.find((second) => plannedAt(schedule(), second).length === 0) ?? 0;
    const first = plannedAt(schedule(), at, { ...nothingAtOnce, monitorIds: new Set(["mon_1"]) });
    expect(first.map((probe) => [probe.region, probe.seq])).toEqual([
      ["eu", probeSeq.first],
      ["us", probeSeq.first],
    ]);
    const confirm = plannedAt(schedule(), at, { ...nothingAtOnce, confirm: new Map([["mon_1", ["us"]]]) });
    expect(confirm.map((probe) => [probe.region, probe.seq])).toEqual([["us", probeSeq.confirm]]);
  });

  it("never sends one host more burst probes a second than its budget, and never drops an interval", () => {
    const monitors = Array.from({ length: 30 }, (_, i) => monitor({ id: `mon_${i}`, intervalMs: 1_000 }));
    const plans = new Map([["env_1", plan({ count: 20, everyMs: 1_000 })]]);
    const planned = plannedAt(schedule({ monitors, plans, regions: ["eu"] }), minute[0] ?? 0);
    expect(planned.filter((probe) => probe.seq >= probeSeq.burst)).toHaveLength(60);
    expect(planned.filter((probe) => probe.seq === probeSeq.interval)).toHaveLength(30);
  });

  it("shares a host fairly among twelve services that all burst, each burst whole or not at all", () => {
    const ids = Array.from({ length: 12 }, (_, i) => `mon_${i}`);
    const monitors = ids.map((id) => monitor({ id }));
    const plans = new Map([["env_1", plan({ count: 20, everyMs: 2_000 })]]);
    const ticks = Array.from({ length: 20 }, (_, i) => minute.map((at) => at + i * 60_000)).flat();
    const sent = new Map(ids.map((id) => [id, 0]));
    for (const at of ticks) {
      const bursts = plannedAt(schedule({ monitors, plans, regions: ["eu"] }), at).filter(
        ({ seq }) => seq >= probeSeq.burst,
      );
      expect(bursts.length).toBeLessThanOrEqual(60);
      for (const id of ids) {
        const own = bursts.filter((probe) => probe.monitor.id === id).length;
        expect([0, 20]).toContain(own);
        sent.set(id, (sent.get(id) ?? 0) + own);
      }
    }
    // Which second a monitor bursts in is its own; where fewer share it, each gets more.
    const counts = [...sent.values()];
    expect(Math.min(...counts)).toBeGreaterThan(0.5 * Math.max(...counts));
  });

  describe("when rollouts want more than the budget of a second", () => {
    const rollouts = (workspaceId: string, count: number) =>
      Array.from({ length: count }, (_, i) => {
        const id = `${workspaceId}_${i}`;
        return monitor({ id, workspaceId, environmentId: id, host: `${id}.example.com`, intervalMs: 30_000 });
      });
    const open = (monitors: ScheduledMonitor[]) =>
      schedule({
        monitors,
        plans: new Map(monitors.map(({ environmentId }) => [environmentId, plan()])),
        regions: ["eu"],
      });

    it("sends no more, says what it left out, and leaves out no probe of an interval", () => {
      const thousand = open(rollouts("ws_1", 1_000));
      for (const at of minute.slice(0, 10)) {
        const { probes, leftOut } = planTick(thousand, at);
        const wanted = planTick({ ...thousand, burstProbesMax: 1_000_000 }, at).probes;
        const bursts = (list: PlannedProbe[]) => list.filter(({ seq }) => seq >= probeSeq.burst).length;
        expect(bursts(probes)).toBe(600);
        expect(leftOut).toBe(bursts(wanted) - 600);
        expect(probes.length - bursts(probes)).toBe(wanted.length - bursts(wanted));
      }
    });

    it("lets nobody wait for long: each has its turn about as often as it can be given", () => {
      const monitors = rollouts("ws_1", 1_000);
      const last = new Map(monitors.map(({ id }) => [id, minute[0] ?? 0]));
      let longestMs = 0;
      for (const at of minute)
        for (const { monitor: who, seq } of planTick(open(monitors), at).probes) {
          if (seq < probeSeq.burst) continue;
          longestMs = Math.max(longestMs, at - (last.get(who.id) ?? at));
          last.set(who.id, at);
        }
      // 120 of 1,000 a second: evenly shared that is one turn in 8.3 s.
      expect(longestMs).toBeLessThanOrEqual(30_000);
      expect(Math.min(...last.values())).toBeGreaterThan((minute[0] ?? 0) + 30_000);
    });

    it("takes nothing from a workspace with few rollouts because another has a thousand", () => {
      const few = rollouts("ws_2", 20);
      const planned = minute
        .slice(0, 10)
        .flatMap((at) =>
          planTick(open([...rollouts("ws_1", 1_000), ...few]), at).probes.filter(
            ({ seq }) => seq >= probeSeq.burst,
          ),
        );
      expect(planned.filter((probe) => probe.monitor.workspaceId === "ws_2")).toHaveLength(20 * 5 * 5);
    });
  });
});
