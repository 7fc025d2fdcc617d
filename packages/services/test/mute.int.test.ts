import { inTransaction } from "@rollcall/db";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { announceDeploy, readVerdicts } from "../src/deploys/index.ts";
import { readIncident } from "../src/incidents/index.ts";
import { lockEnvironment } from "../src/lock-environment.ts";
import { patchService } from "../src/services/index.ts";
import { fresh, old, openWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const inMinutes = (minutes: number) => new Date(world.now() + minutes * 60_000).toISOString();
const mute = (mutedUntil: string | null, ctx = world.context()) =>
  patchService(ctx, "checkout-api", { mutedUntil });

describe("a muted service", { timeout: 120_000 }, () => {
  async function stuckWhileMuted() {
    await world.addMonitor();
    await world.pass(12, old);
    await mute(inMinutes(30));
    const { deploy } = await announceDeploy(world.context(), {
      service: "checkout-api",
      version: "2.0.0",
      progressDeadlineSeconds: 20,
    });
    await world.pass(40, old);
    const [incident] = await world.incidents();
    return { id: incident!.id, deployId: deploy.id };
  }

  it("has incidents of which nobody is told; the incident and the rollout say why", async () => {
    const { id, deployId } = await stuckWhileMuted();
    expect(await world.notices()).toEqual([]);
    const why = /^Nobody is told: checkout-api is muted until 2026-11-22 09:\d\d UTC by Ana\.$/;
    const { timeline } = await readIncident(world.context(), id);
    expect(timeline.map(({ type, text }) => [type, text])).toEqual([
      ["opened", expect.any(String)],
      ["not_told", expect.stringMatching(why)],
    ]);
    const { items } = await readVerdicts(world.context(), deployId, {});
    expect(items.find(({ state }) => state === "stuck")?.told).toMatch(why);
  });

  it("tells what is still wrong when the mute ends by time, once", async () => {
    const { id } = await stuckWhileMuted();
    await mute(inMinutes(1));
    await world.pass(58, old);
    expect(await world.notices()).toEqual([]);
    await world.pass(30, old);
    expect(await world.notices()).toMatchObject([{ type: "rollout.stuck", incidentId: id }]);
  });

  it("tells it at once when somebody ends the mute", async () => {
    const { id } = await stuckWhileMuted();
    expect(await mute(null)).toMatchObject({ mutedUntil: null, mutedBy: null });
    await world.sweep();
    expect(await world.notices()).toMatchObject([{ type: "rollout.stuck", incidentId: id }]);
    const { timeline } = await readIncident(world.context(), id);
    expect(timeline.map(({ text }) => text)).toContain("checkout-api is not muted any more: Ana ended it.");
  });

  it("tells no recovery of what was never told", async () => {
    const { id } = await stuckWhileMuted();
    await world.pass(100, fresh);
    expect(await readIncident(world.context(), id)).toMatchObject({ state: "resolved" });
    expect(await world.notices()).toEqual([]);
    world.advance(60 * 60_000);
    await world.sweep();
    expect(await world.notices()).toEqual([]);
  });

  it("is muted by those who may change it, for a year at most", async () => {
    await world.addMonitor({ service: "checkout-api", environment: "staging" });
    await world.addMonitor();
    expect(await mute(inMinutes(60))).toMatchObject({ mutedUntil: inMinutes(60), mutedBy: "Ana" });
    await expect(mute(inMinutes(600_000))).rejects.toMatchObject({ code: "invalid_input" });
    await expect(mute(null, world.member("viewer"))).rejects.toMatchObject({ code: "forbidden" });
    await expect(mute(null, world.stranger())).rejects.toMatchObject({ code: "not_found" });
    await expect(mute(null, world.token("full", { services: ["other"] }))).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("is renamed and muted in one change while another change holds its environment", async () => {
    await world.addMonitor();
    const { prisma } = world.db;
    const service = await prisma.service.findFirstOrThrow({ include: { environments: true } });
    let renaming: Promise<unknown> = Promise.resolve();
    await inTransaction(world.db, async (tx) => {
      for (const { id } of service.environments) await lockEnvironment(tx, service.workspaceId, id);
      renaming = patchService(world.context(), service.id, { name: "till", mutedUntil: inMinutes(5) });
      renaming.catch(() => {});
      await waitUntil("it to wait", async () => {
        const waiting = await prisma.$queryRaw<unknown[]>`
          SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
        return waiting.length > 0;
      });
      await tx.service.update({ where: { id: service.id }, data: { mutedUntil: null } });
    });
    expect(await renaming).toMatchObject({ name: "till", mutedBy: "Ana" });
  });
});
