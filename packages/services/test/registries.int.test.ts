import { createSealer } from "@rollcall/runtime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ServiceContext } from "../src/context.ts";
import { deleteRegistry, listRegistries, setRegistry } from "../src/registries/index.ts";
import { openWorld, type World } from "./world.ts";

const sealer = createSealer("a secret that is long enough for tests");
const robot = { host: "ghcr.io", username: "robot", password: "a very secret password" };

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const set = (input: unknown, ctx: ServiceContext = world.context()) => setRegistry({ ...ctx, sealer }, input);
const stored = () => world.db.prisma.registry.findFirstOrThrow();

describe("a registry", () => {
  it("is kept once per host, its password sealed and never shown", async () => {
    const first = await set({ ...robot, host: "https://GHCR.io/" });
    const second = await set({ ...robot, username: "other" });
    expect(second).toMatchObject({ id: first.id, host: "ghcr.io", username: "other", plainHttp: false });
    expect(await listRegistries(world.context())).toEqual([second]);
    expect(
      JSON.stringify([second, await stored(), await world.db.prisma.auditEvent.findMany()]),
    ).not.toContain(robot.password);
  });

  it("keeps its password for the same user alone", async () => {
    await set(robot);
    const { sealed } = await stored();
    await set({ host: "ghcr.io", username: "robot", plainHttp: true });
    expect(await stored()).toMatchObject({ sealed, plainHttp: true });
    await expect(set({ host: "ghcr.io", username: "mallory" })).rejects.toMatchObject({
      code: "invalid_input",
      errors: [{ detail: "a password is needed", pointer: "#/password" }],
    });
    await set({ host: "ghcr.io" });
    expect(await stored()).toMatchObject({ username: null, sealed: null });
  });

  it("is forgotten with its password", async () => {
    await set({ ...robot, host: "index.docker.io" });
    await deleteRegistry(world.context(), "docker.io");
    expect(await listRegistries(world.context())).toEqual([]);
    await expect(deleteRegistry(world.context(), "docker.io")).rejects.toMatchObject({ code: "not_found" });
  });

  it("is changed by nobody who may only see, and seen by no other workspace", async () => {
    await set(robot);
    const limited = world.token("full", { services: ["checkout-api"] });
    for (const ctx of [world.member("viewer"), world.token("deploy"), world.token("read"), limited]) {
      await expect(set(robot, ctx)).rejects.toMatchObject({ code: "forbidden" });
      await expect(deleteRegistry(ctx, "ghcr.io")).rejects.toMatchObject({ code: "forbidden" });
    }
    expect(await listRegistries(world.stranger())).toEqual([]);
    await expect(deleteRegistry(world.stranger(), "ghcr.io")).rejects.toMatchObject({ code: "not_found" });
    expect(await listRegistries(world.member("viewer"))).toHaveLength(1);
  });

  it("is one of fifty at most", async () => {
    for (let i = 0; i < 50; i++) await set({ host: `r${i}.example.com` });
    await expect(set({ host: "one-more.example.com" })).rejects.toMatchObject({ code: "limit_reached" });
    await set({ host: "r7.example.com", plainHttp: true });
  });
});
