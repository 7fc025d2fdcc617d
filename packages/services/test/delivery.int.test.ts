import { newId } from "@rollcall/db";
import type { Notice } from "@rollcall/domain/notice";
import { describe, expect, it } from "vitest";
import type { ClaimedDelivery } from "../src/delivery/index.ts";
import { away, claimMs, ok, shareTelling, type Telling } from "./telling.ts";
import type { World } from "./world.ts";

let world: World;
let telling: Telling;
shareTelling((...shared) => {
  [world, telling] = shared;
});

const told = (deliveries: ClaimedDelivery[]) => deliveries.map((delivery) => delivery.notice.type);

describe("the outbox", () => {
  it("becomes one delivery per matching channel, however often and by how many it is fanned out", async () => {
    await telling.addChannel();
    await telling.addChannel({ minSeverity: "critical" });
    await Promise.all([telling.put(telling.notice()), telling.fanOut(), telling.fanOut()]);
    await telling.fanOut();
    expect(await world.db.prisma.delivery.count()).toBe(1);
  });

  it("hands each delivery to one sender only", async () => {
    for (let i = 0; i < 5; i++) await telling.addChannel();
    await telling.put(telling.notice());
    const claims = await Promise.all([telling.claim(), telling.claim(), telling.claim()]);
    const ids = claims.flat().map((delivery) => delivery.deliveryId);
    expect(ids).toHaveLength(5);
    expect(new Set(ids).size).toBe(5);
  });

  it("gives a delivery to another sender once the first one's claim has run out, and takes its late success", async () => {
    await telling.addChannel();
    await telling.put(telling.notice());
    const [first] = await telling.claim();
    expect(await telling.claim()).toEqual([]);
    world.advance(claimMs + 1);
    const [second] = await telling.claim();
    expect(second?.deliveryId).toBe(first?.deliveryId);
    expect(await telling.settle(first!, { kind: "retry", error: "timeout" })).toBe("not_ours");
    expect(await telling.settle(first!, ok)).toBe("sent");
    expect(await telling.settle(second!, { kind: "retry", error: "timeout" })).toBe("not_ours");
    expect((await world.db.prisma.delivery.findFirstOrThrow()).state).toBe("sent");
  });

  it("tries again after half a minute, and obeys a longer Retry-After", async () => {
    await telling.addChannel();
    await telling.put(telling.notice());
    expect(await telling.settle((await telling.claim())[0]!, { kind: "retry", error: "503" })).toBe("failed");
    world.advance(20_000);
    expect(await telling.claim()).toEqual([]);
    world.advance(20_000);
    const [again] = await telling.claim();
    expect(again?.attempts).toBe(2);
    await telling.settle(again!, { kind: "retry", error: "429", retryAfterMs: 300_000 });
    world.advance(299_000);
    expect(await telling.claim()).toEqual([]);
    world.advance(2_000);
    expect(await telling.claim()).toHaveLength(1);
  });

  it("tries again at once when the clock was set back meanwhile, and goes on by the clock as it is", async () => {
    for (let i = 0; i < 2; i++) await telling.addChannel();
    await telling.put(telling.notice({ severity: "critical" }));
    await telling.settle((await telling.claim(1))[0]!, away);
    await world.db.prisma.delivery.updateMany({
      where: { attempts: 0 },
      data: { inDigest: true, nextAttemptAt: new Date(world.now() + 15_000) },
    });
    world.advance(-3_600_000);
    expect(await telling.fallBack()).toBe(1);
    const [first, again, ...more] = await telling.claim();
    expect([first?.attempts, again?.attempts, more]).toEqual([1, 2, []]);
    await telling.settle(first!, ok);
    await telling.settle(again!, away);
    expect(await telling.claim()).toEqual([]);
    world.advance(30_000);
    expect(await telling.claim()).toHaveLength(1);
    world.advance(3_600_000);
  });

  it("gives a refused delivery up at once and says so on the incident's timeline", async () => {
    await telling.addChannel();
    const incidentId = await telling.addIncident();
    await telling.put(telling.notice(), { incidentId });
    expect(
      await telling.settle((await telling.claim())[0]!, { kind: "refused", error: "no such webhook" }),
    ).toBe("given_up");
    world.advance(86_400_000);
    expect(await telling.claim()).toEqual([]);
    expect(await telling.timeline(incidentId)).toEqual([
      "not_told: ops (Slack) was not reached, given up: no such webhook",
    ]);
  });

  it("says on the timeline why nobody was told", async () => {
    await telling.addChannel({ minSeverity: "critical" });
    const incidentId = await telling.addIncident();
    await telling.put(telling.notice(), { incidentId });
    expect(await telling.timeline(incidentId)).toEqual([
      "not_told: Nobody is told: ops (Slack) takes only critical problems.",
    ]);
  });

  it("leaves a note until its problem is fanned out: before that nobody was told", async () => {
    await telling.addChannel();
    const incidentId = await telling.addIncident();
    await telling.put(telling.notice({ incidentId }), { incidentId });
    const { prisma } = world.db;
    await prisma.delivery.deleteMany();
    await prisma.outbox.updateMany({ data: { fannedOutAt: null } });
    await prisma.$transaction(async (another) => {
      await another.$queryRaw`SELECT id FROM outbox FOR UPDATE`;
      await telling.put(telling.notice({ incidentId, type: "incident.widened", tone: "note" }));
    });
    expect(await telling.fanOut()).toBe(2);
    expect(await telling.deliveries()).toHaveLength(2);
  });

  it("sends a recovery only after its own alert, and to nobody else", async () => {
    const toldChannel = await telling.addChannel();
    await telling.addChannel({ minSeverity: "critical" });
    const incidentId = await telling.addIncident();
    await telling.put(telling.notice(), { incidentId });
    const alert = await telling.claimOne();
    await telling.put(telling.recovery(), { incidentId });
    // While the alert is on its way, nobody knows whether it arrives.
    expect(await telling.claim()).toEqual([]);
    await telling.settle(alert, ok);
    expect(told(await telling.claim())).toEqual(["rollout.recovered"]);
    const channels = await world.db.prisma.delivery.findMany({ distinct: ["channelId"] });
    expect(channels.map((delivery) => delivery.channelId)).toEqual([toldChannel]);
  });

  it("never sends a recovery where the alert did not arrive", async () => {
    await telling.addChannel();
    const incidentId = await telling.addIncident();
    await telling.put(telling.notice(), { incidentId });
    const alert = await telling.claimOne();
    await telling.put(telling.recovery(), { incidentId });
    await telling.settle(alert, { kind: "refused", error: "gone" });
    expect(await telling.claim()).toEqual([]);
    expect((await telling.deliveries()).map((delivery) => delivery.state)).toEqual(["given_up", "given_up"]);
  });

  it("tells good news to channels that ask for it, unless they hear a recovery", async () => {
    await telling.addChannel();
    const asks = await telling.addChannel({ liveNotices: true, minSeverity: "critical" });
    await telling.addChannel({ liveNotices: true });
    const incidentId = await telling.addIncident();
    await telling.put(telling.notice(), { incidentId });
    await telling.put(telling.notice({ type: "rollout.live", tone: "info", severity: null }), { incidentId });
    const deliveries = await world.db.prisma.delivery.findMany({ include: { outbox: true } });
    const good = deliveries.filter((d) => (d.outbox.notice as Notice).type === "rollout.live");
    expect(good.map((delivery) => delivery.channelId)).toEqual([asks]);
  });

  it("hands a sender what it kept of the thread, in that channel and no other", async () => {
    await telling.addChannel();
    await telling.put(telling.notice({ threadKey: "inc_1" }));
    const first = await telling.claimOne();
    expect(first.thread).toBeNull();
    await telling.settle(first, { ...ok, thread: { ts: "1.2" } });
    await telling.addChannel();
    await telling.put(telling.notice({ threadKey: "inc_1" }));
    const threads = (await telling.claim()).map(({ channelId, thread }) => [
      channelId === first.channelId,
      thread,
    ]);
    expect(threads.sort()).toEqual([
      [false, null],
      [true, { ts: "1.2" }],
    ]);
  });

  it("sends a test to its channel alone, whatever that channel asks for", async () => {
    await telling.addChannel();
    const channelId = await telling.addChannel({ minSeverity: "critical" });
    await world.db.prisma.channel.update({ where: { id: channelId }, data: { enabled: false } });
    await telling.put(telling.notice({ type: "channel.test", sample: true }), { channelId });
    expect(told(await telling.claim())).toEqual(["channel.test"]);
    expect((await world.db.prisma.delivery.findFirstOrThrow()).channelId).toBe(channelId);
  });

  it("leaves what a newer program wrote to a newer notifier for a while, then says that nobody can read it", async () => {
    await telling.addChannel();
    const incidentId = await telling.addIncident();
    const newer = { ...telling.notice(), type: "from.the_future" } as unknown as Notice;
    await telling.put(newer, { incidentId });
    expect((await world.db.prisma.outbox.findFirstOrThrow()).fannedOutAt).toBeNull();
    world.advance(121_000);
    await telling.fanOut();
    expect(await telling.timeline(incidentId)).toEqual([expect.stringMatching(/written by another version/)]);

    await telling.put(telling.notice());
    const { outboxId } = await world.db.prisma.delivery.findFirstOrThrow();
    const write = (notice: Notice) =>
      world.db.prisma.outbox.update({ where: { id: outboxId }, data: { notice } });
    await write(newer);
    expect(await telling.claim()).toEqual([]);
    await write(telling.notice());
    world.advance(30_000);
    expect(await telling.claim()).toHaveLength(1);
  });

  it("goes out a few at a time, what is critical first and with it what its incident has waiting before", async () => {
    const incidentId = await telling.addIncident();
    const { workspaceId } = world;
    const waiting = [
      ...Array.from({ length: 12 }, () => ({ notice: telling.notice(), incidentId: null })),
      { notice: telling.notice(), incidentId },
      { notice: telling.notice({ severity: "critical" }), incidentId },
    ].map((row) => ({ ...row, id: newId("out"), workspaceId, createdAt: world.clock() }));
    await world.db.prisma.outbox.createMany({ data: waiting });
    const fannedOut = async () => {
      const rows = await world.db.prisma.outbox.findMany({
        where: { fannedOutAt: { not: null } },
        orderBy: { id: "asc" },
      });
      return rows.map(({ id }) => waiting.findIndex((one) => one.id === id));
    };
    await telling.fanOut();
    expect(await fannedOut()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 12, 13]);
    await telling.fanOut();
    expect(await fannedOut()).toHaveLength(14);
  });

  it("passes over what it cannot read, however much of it there is", async () => {
    const future = { ...telling.notice(), type: "from.the_future" } as unknown as Notice;
    const { workspaceId } = world;
    await world.db.prisma.outbox.createMany({
      data: Array.from({ length: 101 }, () => ({
        ...{ id: newId("out"), workspaceId, notice: future, createdAt: world.clock() },
      })),
    });
    world.advance(1);
    await telling.addChannel();
    await telling.put(telling.notice());
    expect(await telling.claim()).toHaveLength(1);
  });

  it("gives up what can never be sent: a deleted channel, a config sealed with another secret", async () => {
    const deleted = await telling.addChannel();
    const other = await telling.addChannel();
    await telling.put(telling.notice());
    await world.db.prisma.channel.update({ where: { id: deleted }, data: { deletedAt: world.clock() } });
    await world.db.prisma.channel.update({ where: { id: other }, data: { sealed: "s1.00000000.AAAA" } });
    expect(await telling.claim()).toEqual([]);
    const deliveries = await world.db.prisma.delivery.findMany({ orderBy: { channelId: "asc" } });
    expect(deliveries.map((delivery) => [delivery.state, delivery.lastError])).toEqual([
      ["given_up", "the channel was deleted"],
      ["given_up", "the channel's config does not open with this ROLLCALL_SECRET"],
    ]);
  });
});
