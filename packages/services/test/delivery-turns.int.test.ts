/** Whose turn it is to be sent to, when many wait and some receivers hang. */
import { newId } from "@rollcall/db";
import { expect, it } from "vitest";
import { slowAfterMs } from "../src/delivery/index.ts";
import { away, claimMs, shareTelling, type Telling } from "./telling.ts";
import type { World } from "./world.ts";

let world: World;
let telling: Telling;
shareTelling((...shared) => {
  [world, telling] = shared;
});

async function moveToOtherWorkspace(channelId: string): Promise<string> {
  const id = newId("ws");
  await world.db.prisma.workspace.create({ data: { id, slug: id, name: "Quiet" } });
  await world.db.prisma.channel.update({ where: { id: channelId }, data: { workspaceId: id } });
  return id;
}

it("lets a workspace with a storm hold back nobody else, however slow its receivers are", async () => {
  for (let i = 0; i < 3; i++) await telling.addChannel();
  for (let i = 0; i < 10; i++) await telling.put(telling.notice());
  world.advance(1_000);
  const quiet = await moveToOtherWorkspace(await telling.addChannel());
  await telling.put(telling.notice(), { workspaceId: quiet });
  const first = await telling.claim(3);
  expect(first.filter(({ workspaceId }) => workspaceId === quiet)).toHaveLength(1);
  // The storm's receivers answer nothing: it gets its share and no more.
  const rest = [...(await telling.claim(20)), ...(await telling.claim(20))];
  expect([...first, ...rest].filter(({ workspaceId }) => workspaceId !== quiet)).toHaveLength(15);
  world.advance(claimMs + 1);
  expect(await telling.claim(20)).toHaveLength(16);
  await world.db.prisma.workspace.delete({ where: { id: quiet } });
});

it("gives digests turns like any other message: who stormed first is not told all before the others", async () => {
  for (let i = 0; i < 6; i++) await telling.addChannel();
  for (let i = 0; i < 2; i++) await telling.put(telling.notice());
  await world.db.prisma.delivery.updateMany({ data: { inDigest: true } });
  world.advance(1_000);
  const quiet = await moveToOtherWorkspace(await telling.addChannel());
  await telling.put(telling.notice(), { workspaceId: quiet });
  const claimed = await telling.claim(2);
  expect(claimed.map(({ alsoTold, workspaceId }) => [alsoTold.length, workspaceId === quiet])).toEqual([
    [1, false],
    [0, true],
  ]);
  expect(await telling.claim(20)).toHaveLength(5);
  await world.db.prisma.workspace.delete({ where: { id: quiet } });
});

it("lets digests that are not due yet take no turn of their workspace", async () => {
  for (let i = 0; i < 15; i++) await telling.addChannel();
  await telling.put(telling.notice());
  const later = new Date(world.now() + 15_000);
  await world.db.prisma.delivery.updateMany({ data: { inDigest: true, nextAttemptAt: later } });
  await world.db.prisma.channel.updateMany({ data: { minSeverity: "critical" } });
  const other = await telling.addChannel();
  for (let i = 0; i < 3; i++) await telling.put(telling.notice());
  expect((await telling.claim()).map(({ channelId }) => channelId)).toEqual([other, other, other]);
});

it("tells a slow channel what is new before all that fails again and again, of however many workspaces", async () => {
  const own = await telling.addChannel();
  await telling.put(telling.notice());
  await telling.settle(await telling.claimOne(), away);
  const others: string[] = [];
  for (let i = 0; i < 21; i++) {
    others.push(await moveToOtherWorkspace(await telling.addChannel()));
    await telling.put(telling.notice(), { workspaceId: others.at(-1) });
  }
  for (const delivery of await telling.claim(30)) await telling.settle(delivery, away);
  world.advance(30_000);
  await telling.put(telling.notice({ service: "new" }));
  const claimed = await telling.claim(0, 20);
  expect(claimed.map(({ channelId, notice }) => [channelId, notice.service])).toContainEqual([own, "new"]);
  await world.db.prisma.workspace.deleteMany({ where: { id: { in: others } } });
});

it("keeps channels that hang to places of their own: those of the others are free whatever hangs", async () => {
  for (let i = 0; i < 5; i++) await telling.addChannel();
  await telling.put(telling.notice());
  const [refused, ...hanging] = await telling.claim(20, 0);
  expect(hanging).toHaveLength(4);
  await telling.settle(refused!, away);
  world.advance(slowAfterMs);
  for (let i = 0; i < 2; i++) await telling.put(telling.notice());
  expect(await telling.claim(20, 0)).toEqual([]);
  const prompt = await telling.addChannel();
  for (let i = 0; i < 2; i++) await telling.put(telling.notice());
  const claimed = await telling.claim(20, 3);
  expect(claimed.map(({ channelId, isSlow }) => [channelId === prompt, isSlow]).sort()).toEqual([
    [false, true],
    [false, true],
    [false, true],
    [true, false],
    [true, false],
  ]);
});

it("lets one channel that hangs hold back neither the others of its workspace nor more than its share", async () => {
  const hanging = await telling.addChannel({ minSeverity: "critical" });
  for (let i = 0; i < 20; i++) await telling.put(telling.notice({ severity: "critical" }));
  expect(await telling.claim()).toHaveLength(5);
  const other = await telling.addChannel();
  await telling.put(telling.notice());
  const claimed = await telling.claim();
  expect(claimed.map(({ channelId }) => channelId)).toEqual([other]);
  expect(claimed[0]?.channelId).not.toBe(hanging);
});
