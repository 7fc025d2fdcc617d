import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { announceDeploy, readDeploy, waitForDeployChange } from "../src/deploys/index.ts";
import { fresh, old, openWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addMonitor();
  await world.addChannel();
});
afterEach(() => world.close());

const announce = async (more: object = {}) =>
  (
    await announceDeploy(world.context(), {
      service: "checkout-api",
      version: "2.0.0",
      previousVersion: "1.0.0",
      progressDeadlineSeconds: 30,
      ...more,
    })
  ).deploy;
const read = (id: string) => readDeploy(world.context(), id);

describe("announcing a stuck deploy again", () => {
  it("is a new try with a fresh deadline: nobody hears that it recovered, nor of the same trouble twice", async () => {
    const { id } = await announce();
    await world.pass(35, old);
    expect((await read(id)).state).toBe("stuck");

    const again = await announce();
    expect(again).toMatchObject({ id, state: "waiting", announcedAt: world.clock().toISOString() });
    expect(again.deadlineAt).toBe(new Date(world.now() + 30_000).toISOString());
    await world.pass(25, old);
    expect((await read(id)).state).toBe("waiting");
    await world.pass(10, old);
    expect((await read(id)).state).toBe("stuck");
    expect(await world.noticeTypes()).toEqual(["rollout.stuck"]);

    await announce();
    await world.pass(50, fresh);
    expect(await world.noticeTypes()).toEqual(["rollout.stuck", "rollout.live", "rollout.recovered"]);
    expect(await world.incidents()).toHaveLength(1);
  });

  it("wakes who waits for a change", async () => {
    const { id } = await announce();
    await world.pass(35, old);
    const gate = waitForDeployChange(world.context(), id, { waitMs: 20_000, knownState: "stuck" });
    await announce();
    expect((await gate).state).toBe("waiting");
  });

  it("is no new try when CI only reports how its job ended", async () => {
    const { id } = await announce();
    await world.pass(35, old);
    for (const status of ["succeeded", "failed"])
      expect(await announce({ status })).toMatchObject({ id, state: "stuck" });
  });
});
