import { probeSeq } from "@rollcall/domain/due";
import { createMonitor, readMonitor } from "@rollcall/services/monitors";
import { judgeProbers } from "@rollcall/services/regions";
import type { FleetService } from "@rollcall/testing/fleet";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunningWorker } from "../src/index.ts";
import { openWorkerRoom, type WorkerContext, type WorkerRoom } from "./worker-room.ts";

const regions = ["ap", "eu", "us"];

/** In real time, but nobody waits for a silence: the prober's last words are moved into the past. */
describe("three regions with a prober each", { timeout: 180_000 }, () => {
  let room: WorkerRoom;
  let target: FleetService;
  let ctx: WorkerContext;
  let monitorId: string;
  const probers = new Map<string, RunningWorker>();

  const isIn = async (health: string) => (await readMonitor(ctx, monitorId)).health === health;
  const until = (health: string) => waitUntil(health, () => isIn(health), { timeoutMs: 100_000 });
  const headlines = () =>
    room.slack.requests.map(({ json }) => {
      const { blocks } = json as { blocks: { type: string; text?: { text: string } }[] };
      return blocks.find(({ type }) => type === "header")?.text?.text ?? "";
    });

  beforeAll(async () => {
    room = await openWorkerRoom();
    target = await room.fleet.createService({ name: "shop" });
    await room.start({ roles: ["scheduler", "judge", "notifier"] });
    for (const region of regions) probers.set(region, await room.startProber(region));
    ctx = await room.addWorkspace();
    await room.addChannels(ctx.workspaceId);
    const alive = () => room.db.prisma.regionWorker.count();
    await waitUntil("three regions", async () => (await alive()) === 3);
    const input = { service: "shop", url: target.url(), intervalSeconds: 10 };
    ({ id: monitorId } = await createMonitor(ctx, input));
    await waitUntil("answers from all", async () => {
      const { healthRegions } = await readMonitor(ctx, monitorId);
      return healthRegions.length === 3 && healthRegions.every(({ state }) => state === "up");
    });
  });
  afterAll(() => room.close());

  it("know of an outage, and of its end, because all of them were asked at once", async () => {
    for (const [status, health] of [
      [500, "down"],
      [200, "up"],
    ] as const) {
      target.changePods({}, { status });
      await until(health);
      const { rows } = await room.db.pool.query<{ region: string }>(
        `SELECT DISTINCT s.region FROM facts.packed_observation o JOIN facts.series s ON s.id = o.series
         WHERE extract(microseconds FROM o.at)::integer % 1000 = $1 AND abs(o.outcome) = 1000 + $2`,
        [probeSeq.confirm, status],
      );
      expect(rows.length).toBeGreaterThanOrEqual(2);
    }
    await room.slack.waitForRequest("the recovery", (request) => request.text.includes("up again"));
  });

  it("tell once that one has no prober, judge on with the others, and tell once that it is back", async () => {
    room.slack.requests.length = 0;
    await probers.get("ap")?.stop();
    await room.db.prisma.$executeRaw`
      UPDATE region_worker SET heard_at = heard_at - interval '95 s', seen_at = seen_at - interval '95 s',
        heard_since = heard_since - interval '95 s' WHERE region = 'ap'`;
    // The room's own judge has just begun, and forgives every silence for a minute and a half.
    await judgeProbers({
      db: room.db,
      now: () => new Date(),
      baseUrl: "http://rollcall.test",
      since: new Date(0),
    });
    await waitUntil("the probe outage", () => headlines().length > 0);
    expect(headlines()).toEqual(["[regions] no probes from ap"]);

    target.changePods({}, { status: 500 });
    await until("down");
    target.changePods({}, { status: 200 });
    await until("up");

    const { workerId } = await room.startProber("ap");
    const isHeard = () => room.db.prisma.regionWorker.count({ where: { workerId } });
    await waitUntil("its first beat", async () => (await isHeard()) === 1);
    await room.db.prisma.regionWorker.updateMany({
      where: { workerId },
      data: { heardSince: new Date(Date.now() - 61_000) },
    });
    await room.slack.waitForRequest("its return", (request) => request.text.includes("probes again from ap"));
    const aboutRegions = headlines().filter((headline) => headline.startsWith("[regions]"));
    expect(aboutRegions).toEqual(["[regions] no probes from ap", "[regions] probes again from ap"]);
  });
});
