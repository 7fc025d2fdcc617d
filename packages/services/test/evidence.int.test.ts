import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { announceDeploy, cancelDeploy, readDeploy, readVerdicts } from "../src/deploys/index.ts";
import { listEvidence, sendEvidence } from "../src/evidence/index.ts";
import { fresh, old, openWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addMonitor();
  await world.addChannel();
});
afterEach(() => world.close());

const missingSecret =
  'Warning  Failed  3s (x9 over 90s)  kubelet  Error: secret "checkout-db" not found\nDB_PASSWORD: hunter2hunter2';
const crashing = "checkout-6b7f8d9c54-abcde   0/1   CrashLoopBackOff   5   4m";

const announce = async (more: object = {}) => {
  const { deploy } = await announceDeploy(world.context(), {
    service: "checkout-api",
    version: "2.0.0",
    previousVersion: "1.0.0",
    progressDeadlineSeconds: 30,
    namespace: "shop",
    ...more,
  });
  return deploy.id;
};
const send = (id: string, text: string, ctx = world.token("deploy")) => sendEvidence(ctx, id, text);
const codes = async (id: string) => (await readDeploy(world.context(), id)).causes.map(({ code }) => code);

describe("evidence", () => {
  it("that came before the rollout got stuck leads the alert and the incident, with the user's own names", async () => {
    const id = await announce();
    const { causes } = await send(id, missingSecret);
    expect(causes[0]).toMatchObject({
      code: "config_error",
      docs: "https://rollcall.test/docs/causes/config_error",
    });
    expect(await codes(id)).toEqual([]);

    await world.pass(35, old);
    const [notice] = await world.notices();
    expect(notice).toMatchObject({ type: "rollout.stuck" });
    expect(notice?.causes[0]).toMatchObject({
      code: "config_error",
      evidence: [expect.stringContaining("checkout-db")],
    });
    expect(notice?.causes[0]?.next).toContain("kubectl -n shop get secrets,configmaps");
    expect((await world.incidents())[0]?.causes).toMatchObject([
      { code: "config_error" },
      { code: "never_started" },
    ]);
  });

  it("that comes after the alert changes page, history and incident, and tells nobody again", async () => {
    const id = await announce();
    await world.pass(35, old);
    expect(await codes(id)).toEqual(["never_started"]);
    await send(id, crashing);
    expect(await codes(id)).toEqual(["crash_loop", "never_started"]);
    const audit = await world.db.prisma.auditEvent.findMany({ where: { action: "evidence.send" } });
    expect(audit).toMatchObject([{ target: id, data: { causes: ["crash_loop"] } }]);
    expect((await world.incidents())[0]?.causes).toMatchObject([
      { code: "crash_loop" },
      { code: "never_started" },
    ]);
    const notes = await world.db.prisma.incidentEntry.findMany({ where: { type: "note" } });
    expect(notes).toMatchObject([{ actor: "token:tok_1", text: expect.stringContaining("started again") }]);
    const [newest] = (await readVerdicts(world.context(), id, {})).items;
    expect(newest?.causes[0]?.code).toBe("crash_loop");
    await world.pass(10, old);
    expect(await world.noticeTypes()).toEqual(["rollout.stuck"]);
  });

  it("counts as long as it is the newest, and not for another try or after live", async () => {
    const id = await announce();
    await send(id, crashing);
    await world.pass(35, old);
    await send(id, missingSecret);
    expect((await codes(id))[0]).toBe("config_error");
    await send(id, "checkout-6b7f8d9c54-abcde   1/1   Running   0   4m");
    expect(await codes(id)).toEqual(["never_started"]);

    await send(id, crashing);
    world.advance(1_000);
    await announce();
    await world.pass(45, old);
    expect(await codes(id)).toEqual(["never_started"]);

    await send(id, crashing);
    await world.pass(60, fresh);
    expect((await readDeploy(world.context(), id)).state).toBe("live");
    expect(await codes(id)).toEqual([]);
  });

  it.each([
    String.raw`{"msg":"OOMKilled with DB_PASSWORD\u003dhunter2hunter2"}`,
    String.raw`{"msg":"OOMKilled with \u0022password\u0022: \u0022hunter2hunter2\u0022"}`,
  ])("is kept and answered without secrets that JSON writes as escapes: %s", async (text) => {
    const id = await announce();
    const { causes } = await send(id, text);
    expect(causes).toMatchObject([{ code: "oom_killed", evidence: [expect.stringContaining("[redacted]")] }]);
    const kept = await listEvidence(world.context(), id);
    expect(JSON.stringify([causes, kept])).not.toContain("hunter2");
  });

  it("is kept without its secrets, the newest few, for whoever may read deploys", async () => {
    const id = await announce();
    for (let n = 0; n < 7; n++) {
      world.advance(1_000);
      await send(id, `${missingSecret}\napi-${n}  0/1  Error  1  2m  token=abcdefghijklmnop`);
    }
    const { items } = await listEvidence(world.member("viewer"), id);
    expect(items).toHaveLength(5);
    expect(items[0]).toMatchObject({
      deploy: id,
      sentBy: "token:tok_1",
      receivedAt: world.clock().toISOString(),
    });
    expect(items[0]?.lines.join("\n")).toContain("api-6");
    const stored = JSON.stringify(await world.db.prisma.evidence.findMany());
    expect(stored).toContain("checkout-db");
    expect(stored).not.toMatch(/hunter2|abcdefghijklmnop/);
  });

  it("of a deploy that has ended stands on its page, and changes no verdict", async () => {
    const id = await announce();
    await world.pass(35, old);
    await cancelDeploy(world.context(), id);
    const { items: before } = await readVerdicts(world.context(), id, {});
    const told = await world.noticeTypes();
    expect(await codes(id)).toEqual([]);
    expect((await send(id, crashing)).causes[0]?.code).toBe("crash_loop");
    expect((await readDeploy(world.context(), id)).causes).toMatchObject([
      { code: "crash_loop", docs: "https://rollcall.test/docs/causes/crash_loop" },
    ]);
    expect((await listEvidence(world.member("viewer"), id)).items).toHaveLength(1);
    expect((await readVerdicts(world.context(), id, {})).items).toEqual(before);
    expect(await world.noticeTypes()).toEqual(told);
  });

  it("from before a deploy went live says nothing of it once it has ended", async () => {
    const id = await announce();
    await send(id, crashing);
    await world.pass(60, fresh);
    await announce({ version: "3.0.0" });
    expect(await readDeploy(world.context(), id)).toMatchObject({ state: "superseded", causes: [] });
  });

  it("is refused from viewers, from tokens for something else, and of another workspace's deploys", async () => {
    const id = await announce();
    const refused = async (ctx: Parameters<typeof send>[2]) =>
      send(id, crashing, ctx).catch((error) => error.code);
    expect(await refused(world.member("viewer"))).toBe("forbidden");
    expect(await refused(world.token("read"))).toBe("forbidden");
    expect(await refused(world.token("deploy", { services: ["other"] }))).toBe("forbidden");
    expect(await refused(world.stranger())).toBe("not_found");
    expect(await send(id, " \n").catch((error) => error.code)).toBe("malformed");
  });
});
