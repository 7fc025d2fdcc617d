/** A storm over many services, as one channel hears of it. */
import { describe, expect, it } from "vitest";
import type { ClaimedDelivery } from "../src/delivery/index.ts";
import { away, claimMs, ok, shareTelling, type Telling } from "./telling.ts";
import type { World } from "./world.ts";

const second = 1000;

let world: World;
let telling: Telling;
shareTelling(
  (...shared) => {
    [world, telling] = shared;
  },
  Date.UTC(2026, 10, 22, 12, 4),
);

/** Problems of so many services, each with an incident of its own. */
async function breakServices(count: number): Promise<string[]> {
  const incidentIds: string[] = [];
  for (let index = 0; index < count; index++) {
    const incidentId = await telling.addIncident();
    const about = { incidentId, threadKey: incidentId, service: `svc-${index}` };
    await telling.put(telling.notice(about), { incidentId });
    incidentIds.push(incidentId);
  }
  return incidentIds;
}

const mend = (incidentId: string) =>
  telling.put(telling.recovery({ incidentId, threadKey: incidentId }), { incidentId });

/** Sends all that is due, as often as some is: a channel has but a few messages on their way at once. */
async function settleDue(): Promise<ClaimedDelivery[]> {
  const due = await telling.claim();
  for (const delivery of due) await telling.settle(delivery, ok);
  return due.length === 0 ? [] : [...due, ...(await settleDue())];
}
const told = ({ notice }: ClaimedDelivery) => (notice.joined ?? []).map(({ service }) => service).sort();
const states = async () => new Set((await telling.deliveries()).map(({ state }) => state));

/** The first ten have gone, and what is more waits. */
async function openStorm(count: number): Promise<string[]> {
  const incidentIds = await breakServices(count);
  expect(await settleDue()).toHaveLength(10);
  world.advance(16 * second);
  return incidentIds;
}

describe("a storm over many services", () => {
  it("is ten messages and a digest, and its end another digest: each incident is told, and over, once", async () => {
    await telling.addChannel();
    const incidentIds = await breakServices(14);
    const first = await settleDue();
    expect(first.map(({ notice }) => notice.service)).toEqual(
      incidentIds.slice(0, 10).map((_, index) => `svc-${index}`),
    );
    world.advance(14 * second);
    expect(await telling.claim()).toEqual([]);
    world.advance(2 * second);
    const digest = await telling.claimOne();
    expect(told(digest)).toEqual(["svc-10", "svc-11", "svc-12", "svc-13"]);
    await telling.settle(digest, { ...ok, thread: { ts: "1.2" } });
    expect(await world.db.prisma.channelThread.count()).toBe(0);
    expect((await telling.timeline(incidentIds[11] ?? "")).at(-1)).toMatch(
      /^told: Told ops \(Slack\) in the digest of .* UTC, with 3 others\.$/,
    );

    for (const incidentId of incidentIds) await mend(incidentId);
    expect(await telling.claim()).toEqual([]);
    world.advance(31 * second);
    const end = await telling.claimOne();
    expect(end.notice).toMatchObject({ tone: "recovery", impact: "14 over, in 1 service" });
    await telling.settle(end, ok);
    world.advance(3_600 * second);
    expect(await telling.claim()).toEqual([]);
    expect(await states()).toEqual(new Set(["sent"]));
  });

  it("tells what was over before the digest went as something that was", async () => {
    await telling.addChannel();
    const incidentIds = await breakServices(12);
    await settleDue();
    await mend(incidentIds[11] ?? "");
    world.advance(31 * second);
    const { notice } = await telling.claimOne();
    expect(notice.joined?.map(({ tone, telling: how }) => [tone, how?.over?.type])).toEqual([
      ["problem", undefined],
      ["recovery", "rollout.stuck"],
    ]);
  });

  it("leaves PagerDuty an alert an incident, and tells a lone straggler as ever", async () => {
    await telling.addChannel({ kind: "pagerduty" });
    await breakServices(12);
    expect((await telling.deliveries()).map(({ inDigest }) => inDigest)).not.toContain(true);
    await telling.clear();

    await telling.addChannel();
    await openStorm(11);
    const straggler = await telling.claimOne();
    expect(straggler.notice).toMatchObject({ service: "svc-10" });
    expect(straggler.notice.joined).toBeUndefined();
  });
});

describe("what goes on in a thread", () => {
  it("is told at once in a storm as well, and makes none: the alerts beside it are told one by one", async () => {
    await telling.addChannel();
    const [incidentId = ""] = await breakServices(1);
    await telling.settle(await telling.claimOne(), { ...ok, thread: { ts: "1.2" } });
    const update = () => telling.put(telling.notice({ incidentId, threadKey: incidentId }), { incidentId });
    for (let i = 0; i < 11; i++) await update();
    await breakServices(9);
    expect((await telling.deliveries()).map(({ inDigest }) => inDigest)).not.toContain(true);
    await breakServices(1);
    await update();
    expect((await telling.deliveries()).slice(-2).map(({ inDigest }) => inDigest)).toEqual([true, false]);
  });
});

describe("a digest that does not get through", () => {
  it("is tried again as it is, under the same id; what is added to it makes it another message", async () => {
    await telling.addChannel();
    await openStorm(12);
    const first = await telling.claimOne();
    await telling.settle(first, away);
    world.advance(30 * second);
    const again = await telling.claimOne();
    expect([again.deliveryId, told(again)]).toEqual([first.deliveryId, ["svc-10", "svc-11"]]);
    await telling.settle(again, away);
    await breakServices(1);
    world.advance(30 * second);
    const more = await telling.claimOne();
    expect(more.deliveryId).not.toBe(first.deliveryId);
    expect(told(more)).toEqual(["svc-0", "svc-10", "svc-11"]);
    await telling.settle(more, ok);
    expect(await states()).toEqual(new Set(["sent"]));
  });

  it("is in one sender's hands, and in another's when the first has died", async () => {
    await telling.addChannel();
    await openStorm(13);
    const claims = (await Promise.all([telling.claim(), telling.claim(), telling.claim()])).flat();
    expect(claims.map(told)).toEqual([["svc-10", "svc-11", "svc-12"]]);
    world.advance(claimMs + second);
    const other = await telling.claimOne();
    expect(other.deliveryId).toBe(claims[0]?.deliveryId);
    expect(await telling.settle(claims[0]!, ok)).toBe("sent");
    expect(await telling.settle(other, away)).toBe("not_ours");
    expect(await states()).toEqual(new Set(["sent"]));
  });

  it("is parted when it is refused: one notice that cannot be sent takes no other with it", async () => {
    await telling.addChannel();
    await openStorm(12);
    await telling.settle(await telling.claimOne(), { kind: "refused", error: "Slack answered 400" });
    world.advance(30 * second);
    const alone = await telling.claim();
    expect(alone.map(({ notice }) => notice.service).toSorted()).toEqual(["svc-10", "svc-11"]);
    await telling.settle(alone[0]!, { kind: "refused", error: "Slack answered 400" });
    await telling.settle(alone[1]!, ok);
    const states = (await telling.deliveries()).map(({ state }) => state).slice(-2);
    expect(states.toSorted()).toEqual(["given_up", "sent"]);
  });
});
