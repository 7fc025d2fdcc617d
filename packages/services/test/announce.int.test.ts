import { isAppError } from "@rollcall/domain/problem";
import { createSealer } from "@rollcall/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ServiceContext } from "../src/context.ts";
import {
  acceptDeploy,
  announceDeploy,
  cancelDeploy,
  listDeploys,
  patchDeploy,
  readAnswers,
  readDeploy,
  readDeployEvents,
  readRollout,
  readVerdicts,
  waitForDeployChange,
} from "../src/deploys/index.ts";
import { createMonitor } from "../src/monitors/index.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

let services = 0;
/** A name that no other test uses. */
const newService = () => `service-${services++}`;
const announce = (input: object, ctx = world.context()) => announceDeploy(ctx, input);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "nothing",
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  );

describe("announceDeploy", () => {
  it("creates what it names and leaves an audit line and the first event", async () => {
    const service = newService();
    await world.addMonitor({ service });
    const { deploy, created } = await announce({
      service,
      version: "2.0.0",
      actor: "ana",
      identities: ["abc1234"],
    });
    expect(created).toBe(true);
    expect(deploy).toMatchObject({ service, environment: "production", version: "2.0.0", actor: "ana" });
    expect(deploy.identities).toEqual(["2.0.0", "abc1234"]);
    const events = await readDeployEvents(world.context(), deploy.id, 0);
    expect(events.map((event) => event.type)).toEqual(["announced", "state"]);
    const audit = await world.db.prisma.auditEvent.findMany({ where: { target: deploy.id } });
    expect(audit.map((line) => [line.action, line.actor])).toEqual([["deploy.announce", "user:usr_ana"]]);
  });

  it("cannot verify a service without monitors, says so at once, and is never stuck", async () => {
    const { deploy } = await announce({ service: newService(), version: "2.0.0" });
    expect([deploy.state, deploy.reason]).toEqual(["unverifiable", "no_monitors"]);
    expect(deploy.causes).toMatchObject([
      {
        code: "no_monitors",
        next: [expect.stringMatching(/: https:\/\/rollcall\.test\/monitors\/new\?service=/)],
      },
    ]);
    world.advance(3_600_000);
    await world.sweep();
    expect((await readDeploy(world.context(), deploy.id)).conditions).not.toContain("stuck");
  });

  it("updates the open deploy when the same version is announced again", async () => {
    const service = newService();
    const first = await announce({ service, version: "2.0.0" });
    const second = await announce({ service, version: "2.0.0", identities: ["v2"], image: "shop/api:2" });
    expect(second.created).toBe(false);
    expect(second.deploy).toMatchObject({
      id: first.deploy.id,
      identities: ["2.0.0", "v2"],
      image: "shop/api:2",
    });
  });

  it("makes one deploy of many announcements at once, also for a service nobody knew", async () => {
    const service = newService();
    const all = await Promise.all(Array.from({ length: 8 }, () => announce({ service, version: "2.0.0" })));
    expect(new Set(all.map(({ deploy }) => deploy.id)).size).toBe(1);
    expect(all.filter(({ created }) => created)).toHaveLength(1);
  });

  it("leaves exactly one deploy open of many versions at once", async () => {
    const service = newService();
    await Promise.all(Array.from({ length: 6 }, (_, i) => announce({ service, version: `2.0.${i}` })));
    const { items } = await listDeploys(world.context(), { service });
    expect(items).toHaveLength(6);
    expect(items.filter((deploy) => deploy.state !== "superseded")).toHaveLength(1);
  });

  it("never waits for a person who sets up a monitor of the same service while that person waits for it", async () => {
    const service = newService();
    const setUp = async (index: number) => {
      const guard = { isOpen: () => true };
      const sealer = createSealer("a secret that is long enough for tests");
      const url = `http://127.0.0.1:9/${index}`;
      await createMonitor({ ...world.context(), guard, sealer }, { service, url });
    };
    const rounds = Array.from({ length: 6 }, (_, i) => i);
    await announce({ service, version: "1" });
    await Promise.all(rounds.flatMap((i) => [announce({ service, version: "1" }), setUp(i)]));
    expect(
      await world.db.prisma.monitor.count({ where: { environment: { service: { name: service } } } }),
    ).toBe(6);
  });

  it("supersedes the open deploy of another version and tells a gate that waits for it", async () => {
    const service = newService();
    await world.addMonitor({ service });
    const { deploy: a } = await announce({ service, version: "2.0.0" });
    const gate = waitForDeployChange(world.context(), a.id, { waitMs: 20_000 });
    const { deploy: b } = await announce({ service, version: "2.1.0" });
    expect(await gate).toMatchObject({ state: "superseded", supersededBy: b.id });
    expect(b.state).toBe("waiting");
  });

  it("lets an announcement that comes late change nothing for the newer one", async () => {
    const service = newService();
    await world.addMonitor({ service });
    const { deploy: newer } = await announce({ service, version: "2.1.0" });
    const startedAt = new Date(world.now() - 60_000).toISOString();
    const { deploy: older } = await announce({ service, version: "2.0.0", startedAt });
    expect(older).toMatchObject({ state: "superseded", supersededBy: newer.id });
    expect((await readDeploy(world.context(), newer.id)).state).toBe("waiting");
  });

  it("starts no clock while it is pending, and supersedes only once it starts", async () => {
    const service = newService();
    await world.addMonitor({ service });
    const { deploy: running } = await announce({ service, version: "2.0.0" });
    const { deploy: pending } = await announce({ service, version: "2.1.0", status: "pending" });
    expect(pending).toMatchObject({ state: "pending", startedAt: null, deadlineAt: null });
    world.advance(7_200_000);
    await world.sweep();
    expect((await readDeploy(world.context(), pending.id)).state).toBe("pending");
    expect((await readDeploy(world.context(), running.id)).endedAt).toBeNull();
    const started = await patchDeploy(world.context(), pending.id, { status: "started" });
    expect(started).toMatchObject({ state: "waiting", status: "started" });
    expect(started.startedAt).toBe(world.clock().toISOString());
    expect((await readDeploy(world.context(), running.id)).supersededBy).toBe(pending.id);
  });

  it("starts a pending deploy when it is announced again without a status", async () => {
    const service = newService();
    await world.addMonitor({ service });
    await announce({ service, version: "2.0.0", status: "pending" });
    const { deploy, created } = await announce({ service, version: "2.0.0" });
    expect([created, deploy.state, deploy.status]).toEqual([false, "waiting", "started"]);
  });

  it("never goes back to pending, and takes a job's end for nothing but a report", async () => {
    const service = newService();
    await world.addMonitor({ service });
    const { deploy } = await announce({ service, version: "2.0.0" });
    expect(await patchDeploy(world.context(), deploy.id, { status: "pending" })).toMatchObject({
      state: "waiting",
      status: "started",
    });
    expect(await patchDeploy(world.context(), deploy.id, { status: "succeeded" })).toMatchObject({
      state: "waiting",
      status: "succeeded",
    });
  });

  it("refuses to watch until a time that is over, with a pointer, and writes nothing", async () => {
    const service = newService();
    const error = await announce({ service, version: "2", watchUntil: "2020-01-01T00:00:00Z" }).catch(
      (e) => e,
    );
    expect(isAppError(error) && error.errors).toEqual([
      { detail: "must be in the future", pointer: "#/watchUntil" },
    ]);
    expect((await listDeploys(world.context(), { service })).items).toEqual([]);
  });
});

describe("metadata", () => {
  it("has at most 50 entries, announced or changed", async () => {
    const metadata = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, i]));
    const { deploy } = await announce({ service: newService(), version: "2.0.0" });
    const tries = [
      announce({ service: newService(), version: "2.0.0", metadata }),
      patchDeploy(world.context(), deploy.id, { metadata }),
    ];
    for (const tried of tries)
      await expect(tried).rejects.toMatchObject({
        errors: [{ detail: "at most 50 entries", pointer: "#/metadata" }],
      });
  });
});

describe("ending a deploy", () => {
  it("cancels by hand, twice without harm, and lets nothing change it afterwards", async () => {
    const service = newService();
    await world.addMonitor({ service });
    const { deploy } = await announce({ service, version: "2.0.0" });
    expect(await cancelDeploy(world.context(), deploy.id)).toMatchObject({ state: "cancelled" });
    expect(await cancelDeploy(world.context(), deploy.id)).toMatchObject({ state: "cancelled" });
    expect(await codeOf(patchDeploy(world.context(), deploy.id, { actor: "bo" }))).toBe("conflict");
  });

  it("does not cancel what was superseded", async () => {
    const service = newService();
    const { deploy } = await announce({ service, version: "2.0.0" });
    await announce({ service, version: "2.1.0" });
    expect(await codeOf(cancelDeploy(world.context(), deploy.id))).toBe("conflict");
  });

  it("cancels through CI's own word, spelled either way", async () => {
    const service = newService();
    const { deploy } = await announce({ service, version: "2.0.0" });
    const { deploy: ended, created } = await announce({ service, version: "2.0.0", status: "canceled" });
    expect([created, ended.id, ended.state]).toEqual([false, deploy.id, "cancelled"]);
  });

  it("expires when its watch is over without a proof", async () => {
    const service = newService();
    await world.addMonitor({ service });
    const watchUntil = new Date(world.now() + 60_000).toISOString();
    const { deploy } = await announce({ service, version: "2.0.0", watchUntil });
    world.advance(60_001);
    await world.sweep();
    expect((await readDeploy(world.context(), deploy.id)).state).toBe("expired");
  });
});

describe("who may do what with deploys", () => {
  const verbs: {
    name: string;
    needs: "read" | "deploy" | "write";
    call: (ctx: ServiceContext, id: string) => Promise<unknown>;
  }[] = [
    {
      name: "announceDeploy",
      needs: "deploy",
      call: (ctx) => announceDeploy(ctx, { service: newService(), version: "1" }),
    },
    { name: "patchDeploy", needs: "deploy", call: (ctx, id) => patchDeploy(ctx, id, { actor: "bo" }) },
    { name: "cancelDeploy", needs: "deploy", call: cancelDeploy },
    {
      name: "acceptDeploy",
      needs: "write",
      call: (ctx, id) => acceptDeploy(ctx, id, { identity: "x", as: "same_build" }),
    },
    { name: "readDeploy", needs: "read", call: readDeploy },
    {
      name: "waitForDeployChange",
      needs: "read",
      call: (ctx, id) => waitForDeployChange(ctx, id, { waitMs: 0 }),
    },
    { name: "readRollout", needs: "read", call: readRollout },
    { name: "readVerdicts", needs: "read", call: (ctx, id) => readVerdicts(ctx, id) },
    { name: "readAnswers", needs: "read", call: (ctx, id) => readAnswers(ctx, id) },
    { name: "readDeployEvents", needs: "read", call: (ctx, id) => readDeployEvents(ctx, id, 0) },
  ];
  const fresh = async () => (await announce({ service: newService(), version: "1" })).deploy;

  it.each(verbs)("$name knows nothing of another workspace's deploy", async ({ name, call }) => {
    if (name === "announceDeploy") return;
    const { id } = await fresh();
    expect(await codeOf(call(world.stranger(), id))).toBe("not_found");
  });

  it.each(verbs)("$name asks for the permission to $needs", async ({ needs, call }) => {
    const { id, service } = await fresh();
    const isAllowed = async (ctx: ServiceContext) => (await codeOf(call(ctx, id))) !== "forbidden";
    expect(await isAllowed(world.member("viewer"))).toBe(needs === "read");
    expect(await isAllowed(world.token("read"))).toBe(needs === "read");
    expect(await isAllowed(world.token("deploy"))).toBe(needs !== "write");
    expect(await isAllowed(world.token("full", { services: [`${service}-other`] }))).toBe(false);
    expect(await isAllowed(world.token("full", { environments: ["staging"] }))).toBe(false);
  });

  it("lists to a limited token only what it may reach", async () => {
    const { service } = await fresh();
    await fresh();
    const { items } = await listDeploys(world.token("deploy", { services: [service] }));
    expect(new Set(items.map((item) => item.service))).toEqual(new Set([service]));
    expect((await listDeploys(world.stranger())).items).toEqual([]);
  });
});
