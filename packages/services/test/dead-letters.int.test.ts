import { describe, expect, it } from "vitest";
import { listDeliveries, retryDelivery } from "../src/delivery/index.ts";
import { readIncident } from "../src/incidents/index.ts";
import { away, ok, shareTelling, type Telling } from "./telling.ts";
import type { World } from "./world.ts";

let world: World;
let telling: Telling;
shareTelling((...shared) => {
  [world, telling] = shared;
});

const gone = { kind: "refused", error: "Slack answered 410", isChannelGone: true } as const;

describe("a message that was given up", () => {
  it("stands in the list of dead letters with every attempt, and is tried again when a person asks", async () => {
    await telling.addChannel();
    const incidentId = await telling.addIncident();
    await telling.put(telling.notice(), { incidentId });
    await telling.settle(await telling.claimOne(), away);
    world.advance(60_000);
    await telling.settle(await telling.claimOne(), { kind: "refused", error: "invalid_blocks" });
    const { items } = await listDeliveries(world.context(), { state: "given_up" });
    expect(items).toMatchObject([
      {
        lastError: "invalid_blocks",
        trail: [
          { outcome: "failed", said: "away", durationMs: 12 },
          { outcome: "refused", said: "invalid_blocks", durationMs: 12 },
        ],
      },
    ]);
    const id = items[0]?.id ?? "";
    await expect(retryDelivery(world.member("viewer"), id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(retryDelivery(world.stranger(), id)).rejects.toMatchObject({ code: "not_found" });
    expect(await retryDelivery(world.context(), id)).toMatchObject({ state: "pending", attempts: 2 });
    await telling.settle(await telling.claimOne(), ok);
    await expect(retryDelivery(world.context(), id)).rejects.toMatchObject({ code: "conflict" });
    const { deliveries } = await readIncident(world.context(), incidentId);
    expect(deliveries[0]?.trail.at(-1)).toMatchObject({ outcome: "sent", said: "200", durationMs: 12 });
  });

  it("is told as what it is by then: a problem that was over long ago", async () => {
    await telling.addChannel();
    const incidentId = await telling.addIncident();
    await telling.put(telling.notice(), { incidentId });
    const alert = await telling.claimOne();
    await telling.put(telling.recovery(), { incidentId });
    await telling.settle(alert, { kind: "refused", error: "invalid_blocks" });
    expect(await telling.claim()).toEqual([]);
    world.advance(3_600_000);
    await retryDelivery(world.context(), alert.deliveryId);
    const told = await telling.claimOne();
    expect(told.notice).toMatchObject({ tone: "recovery", telling: { over: { type: "rollout.stuck" } } });
    await telling.settle(told, ok);
    expect(await telling.claim()).toEqual([]);
  });

  it("is left to the sender that has it, and tried at once where one waits for its next attempt", async () => {
    await telling.addChannel();
    await telling.put(telling.notice());
    const alert = await telling.claimOne();
    const { deliveryId } = alert;
    await telling.settle(alert, away);
    expect(await telling.claim()).toEqual([]);
    await retryDelivery(world.context(), deliveryId);
    const again = await telling.claimOne();
    expect(again.deliveryId).toBe(deliveryId);
    await telling.settle(again, away);
    world.advance(60_000);
    await telling.claimOne();
    await expect(retryDelivery(world.context(), deliveryId)).rejects.toThrow("being tried");
  });

  it("is settled all the same when its incident was deleted meanwhile", async () => {
    await telling.addChannel();
    const incidentId = await telling.addIncident();
    await telling.put(telling.notice(), { incidentId });
    const alert = await telling.claimOne();
    await world.db.prisma.incident.deleteMany();
    expect(await telling.settle(alert, ok)).toBe("sent");
  });

  it("is not tried again in a channel that is off", async () => {
    await telling.addChannel();
    await telling.put(telling.notice());
    const alert = await telling.claimOne();
    await telling.settle(alert, gone);
    await expect(retryDelivery(world.context(), alert.deliveryId)).rejects.toMatchObject({
      code: "conflict",
    });
  });
});
