import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { announceDeploy } from "../src/deploys/index.ts";
import { away, claimMs, ok, openTelling, type Telling } from "./telling.ts";
import { openWorld, type World } from "./world.ts";

const minute = 60_000;
const startAt = Date.UTC(2026, 10, 22, 12, 4);

let world: World;
let telling: Telling;
let environmentId: string;

beforeAll(async () => {
  world = await openWorld(startAt);
  environmentId = (await world.addMonitor()).environmentId;
  telling = openTelling(world, environmentId);
});
afterAll(() => world.close());
beforeEach(() => telling.clear());

const states = async () => (await telling.deliveries()).map(({ state }) => state);

/** A problem whose channel does not take it. */
async function failingAlert() {
  const channelId = await telling.addChannel();
  const incidentId = await telling.addIncident();
  await telling.put(telling.notice(), { incidentId });
  const alert = await telling.claimOne();
  await telling.settle(alert, away);
  return { channelId, incidentId, alert };
}

describe("a message that comes late", () => {
  it("tells a problem and its end in one truthful message, under a new id, once", async () => {
    const { incidentId, alert } = await failingAlert();
    world.advance(6 * minute);
    await telling.put(telling.recovery({ impact: "Users are served, by 1.42.0" }), { incidentId });
    world.advance(3 * minute);
    const both = await telling.claimOne();
    expect(both.deliveryId).not.toBe(alert.deliveryId);
    expect(both.notice).toMatchObject({
      tone: "recovery",
      impact: expect.stringMatching(/^Was stuck \d\d:\d\d–\d\d:\d\d UTC, resolved; delayed 9 min$/),
      telling: { lateByMs: 9 * minute, over: { type: "rollout.stuck" } },
    });
    await telling.settle(both, ok);
    expect(await telling.claim()).toEqual([]);
    const [first, second] = await telling.deliveries();
    expect([first?.state, first?.toldBy, second?.state]).toEqual(["merged", second?.id, "sent"]);
  });

  it("is tried again by the schedule when Rollcall fails to prepare it, and holds up no other", async () => {
    const deployId = await addStuckDeploy({ impact: "", sentence: "" });
    await telling.addChannel();
    await telling.put(telling.notice({ deployId }));
    await telling.put(telling.notice({ at: startAt + 60 * minute, summary: "the other" }));
    world.advance(2 * minute);
    const unreadable = { state: "stuck" };
    await world.db.prisma.deploy.update({ where: { id: deployId }, data: { verdict: unreadable } });
    expect((await telling.claimOne()).notice.summary).toBe("the other");
    expect(await world.db.prisma.delivery.findFirst({ where: { state: "failed" } })).toMatchObject({
      claimedUntil: null,
      lastError: "Rollcall failed to prepare it.",
    });
    await world.db.prisma.deploy.delete({ where: { id: deployId } });
    world.advance(30_000);
    expect(await telling.claimOne()).toMatchObject({ attempts: 2 });
  });

  it("is no note of an incident that is over by then", async () => {
    await telling.addChannel();
    const incidentId = await telling.addIncident();
    await telling.put(telling.notice(), { incidentId });
    await telling.settle(await telling.claimOne(), ok);
    await telling.put(telling.notice({ type: "incident.widened", tone: "note", incidentId }));
    await telling.settle(await telling.claimOne(), away);
    await telling.put(telling.recovery(), { incidentId });
    await telling.settle(await telling.claimOne(), ok);
    await world.db.prisma.incident.update({ where: { id: incidentId }, data: { state: "resolved" } });
    world.advance(2 * minute);
    expect(await telling.claim()).toEqual([]);
    expect(await states()).toEqual(["sent", "given_up", "sent"]);
  });

  it("says the same again when that message fails as well, only later", async () => {
    const { incidentId } = await failingAlert();
    await telling.put(telling.recovery(), { incidentId });
    const first = await telling.claimOne();
    await telling.settle(first, away);
    world.advance(5 * minute);
    const again = await telling.claimOne();
    expect(again.deliveryId).toBe(first.deliveryId);
    expect(again.notice.telling?.over?.type).toBe("rollout.stuck");
    expect(again.notice.telling?.lateByMs).toBe(5 * minute);
  });

  it("tells the newest of several changes, and the recovery after it as usual", async () => {
    const { incidentId } = await failingAlert();
    await telling.put(telling.notice({ type: "rollout.degraded", severity: "critical" }), { incidentId });
    const worse = await telling.claimOne();
    expect(worse.notice.type).toBe("rollout.degraded");
    await telling.settle(worse, ok);
    await telling.put(telling.recovery(), { incidentId });
    const recovery = await telling.claimOne();
    expect(recovery.notice.impact).toBe("All is well.");
    expect(await states()).toEqual(["merged", "sent", "pending"]);
  });

  it("hears of a recovery that was told before as a recovery, with its delay", async () => {
    await telling.addChannel();
    const incidentId = await telling.addIncident();
    await telling.put(telling.notice(), { incidentId });
    await telling.settle(await telling.claimOne(), ok);
    await telling.put(telling.recovery(), { incidentId });
    await telling.settle(await telling.claimOne(), away);
    world.advance(2 * minute);
    const late = await telling.claimOne();
    expect(late.notice).toMatchObject({ impact: "All is well.", telling: { lateByMs: 2 * minute } });
    expect(late.notice.telling?.over).toBeUndefined();
  });

  it("tells a problem that lasts as it is now, and who has taken it on", async () => {
    await telling.addChannel();
    const incidentId = await telling.addIncident();
    const deployId = await addStuckDeploy({
      impact: "Users are served, in part by 1.41.3",
      sentence: "60 %.",
    });
    await telling.put(telling.notice({ incidentId, deployId }), { incidentId });
    await telling.settle(await telling.claimOne(), away);
    await world.db.prisma.incident.update({
      where: { id: incidentId },
      data: { state: "acknowledged", acknowledgedBy: "Ana" },
    });
    world.advance(4 * minute);
    const late = await telling.claimOne();
    expect(late.notice).toMatchObject({
      at: world.now(),
      impact: "Users are served, in part by 1.41.3",
      summary: "60 %.",
      telling: { lateByMs: 4 * minute, acknowledgedBy: "Ana" },
    });
  });

  it("does not hold back the messages of other incidents", async () => {
    const { channelId } = await failingAlert();
    await telling.put(telling.notice({ service: "billing" }));
    const other = await telling.claimOne();
    expect([other.channelId, other.notice.service]).toEqual([channelId, "billing"]);
  });

  it("tells lost regions one after another: each message is about its own", async () => {
    await telling.addChannel();
    const about = { probeOutageId: "pro_1" };
    await telling.put(telling.notice({ type: "probe_outage.detected", service: "" }), about);
    await telling.put(telling.recovery({ type: "probe_outage.recovered", service: "" }), about);
    const lost = await telling.claimOne();
    expect(lost.notice.type).toBe("probe_outage.detected");
    await telling.settle(lost, ok);
    expect((await telling.claimOne()).notice.type).toBe("probe_outage.recovered");
  });
});

describe("a sender that died between the receiver's yes and our record", () => {
  it("is followed by one more message with the same id, and no other", async () => {
    await telling.addChannel();
    await telling.put(telling.notice());
    const dead = await telling.claimOne();
    world.advance(claimMs + 1);
    const again = await telling.claimOne();
    expect([again.deliveryId, again.attempts]).toEqual([dead.deliveryId, 2]);
    expect(again.notice.threadKey).toBe(dead.notice.threadKey);
    await telling.settle(again, ok);
    world.advance(86_400_000);
    expect(await telling.claim()).toEqual([]);
  });

  it("holds back a recovery until it is known that it is dead, and then tells both in one", async () => {
    await telling.addChannel();
    const incidentId = await telling.addIncident();
    await telling.put(telling.notice(), { incidentId });
    const dead = await telling.claimOne();
    await telling.put(telling.recovery(), { incidentId });
    expect(await telling.claim()).toEqual([]);
    world.advance(claimMs + 1);
    const both = await telling.claimOne();
    expect(both.notice.telling?.over?.type).toBe("rollout.stuck");
    expect(both.deliveryId).not.toBe(dead.deliveryId);
    // It was not dead after all: what it did is kept.
    expect(await telling.settle(dead, ok)).toBe("sent");
    expect(await telling.settle(both, ok)).toBe("sent");
    expect(await states()).toEqual(["sent", "sent"]);
  });
});

describe("two senders at once", () => {
  it("never have an alert and its recovery on their way together", async () => {
    await telling.addChannel();
    for (let round = 0; round < 5; round++) {
      const incidentId = await telling.addIncident();
      await telling.put(telling.notice(), { incidentId });
      const claims = await Promise.all([
        telling.claim(),
        telling.put(telling.recovery(), { incidentId }).then(() => telling.claim()),
        telling.claim(),
      ]);
      const claimed = claims.flat();
      expect(claimed).toHaveLength(1);
      for (const delivery of claimed) await telling.settle(delivery, ok);
      world.advance(2_000);
      for (const delivery of await telling.claim()) await telling.settle(delivery, ok);
      expect(await telling.claim()).toEqual([]);
    }
  });
});

/** A deploy with a last verdict, as the judge stores it. */
async function addStuckDeploy(words: { impact: string; sentence: string }): Promise<string> {
  const { deploy } = await announceDeploy(world.context(), { service: "checkout-api", version: "1.42.0" });
  const share = {
    expected: 60,
    previous: 40,
    other: 0,
    unreadable: 0,
    error: 0,
    samples: 100,
    windowSeconds: 60,
  };
  const verdict = {
    state: "stuck",
    share,
    regions: [],
    drift: null,
    rolledBackTo: null,
    serving: null,
    ...words,
  };
  await world.db.prisma.deploy.update({ where: { id: deploy.id }, data: { state: "stuck", verdict } });
  return deploy.id;
}
