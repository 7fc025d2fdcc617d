import { newId } from "@rollcall/db";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runHousekeeping } from "../src/housekeeping/index.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const run = () => runHousekeeping({ db: world.db, now: world.clock });

describe("runHousekeeping", () => {
  it("makes partitions ahead, drops old ones, and has nothing to do when repeated", async () => {
    expect((await run()).partitionsMade).toBeGreaterThan(0);
    expect(await run()).toMatchObject({ partitionsMade: 0, partitionsDropped: 0 });
    world.advance(40 * 86_400_000);
    expect(await run()).toMatchObject({ partitionsMade: 10, partitionsDropped: 10 });
  });

  it("deletes what has expired and keeps what has not", async () => {
    const { prisma } = world.db;
    const at = (ms: number) => new Date(world.now() + ms);
    const key = (name: string, expiresAt: Date) => ({
      workspaceId: world.workspaceId,
      tokenId: "tok_1",
      key: name,
      fingerprint: "f",
      expiresAt,
    });
    await prisma.idempotencyKey.createMany({ data: [key("old", at(-1)), key("new", at(60_000))] });
    const request = (createdAt: Date) => ({
      id: newId("prq"),
      workspaceId: world.workspaceId,
      region: "eu",
      createdAt,
    });
    await prisma.probeRequest.createMany({ data: [request(at(-90_000_000)), request(at(0))] });
    const outage = (id: string, endedAt: Date | null) => ({
      id,
      workspaceId: world.workspaceId,
      regions: [],
      startedAt: at(-100 * 86_400_000),
      endedAt,
    });
    await prisma.probeOutage.createMany({
      data: [outage("pro_1", at(-91 * 86_400_000)), outage("pro_2", at(-1)), outage("pro_3", null)],
    });
    const channelId = await world.addChannel();
    const thread = (threadKey: string, updatedAt: Date) => ({
      ...{ workspaceId: world.workspaceId, channelId, kept: { ts: "1" } },
      ...{ threadKey, updatedAt },
    });
    await prisma.channelThread.createMany({
      data: [thread("old", at(-91 * 86_400_000)), thread("new", at(-1))],
    });
    expect(await run()).toMatchObject({
      idempotencyKeys: 1,
      probeRequests: 1,
      probeOutages: 1,
      channelThreads: 1,
    });
    expect(await prisma.idempotencyKey.findMany({ select: { key: true } })).toEqual([{ key: "new" }]);
    expect(await prisma.probeRequest.count()).toBe(1);
  });
});
