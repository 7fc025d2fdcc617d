import { isAppError } from "@rollcall/domain/problem";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { announceDeploy, patchDeploy, readDeploy, readVerdicts } from "../src/deploys/index.ts";
import { patchService } from "../src/services/index.ts";
import { fresh, old, openWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const announce = async (more: object = {}) =>
  (
    await announceDeploy(world.context(), {
      service: "checkout-api",
      version: "2.0.0",
      previousVersion: "1.0.0",
      ...more,
    })
  ).deploy;
const read = (id: string) => readDeploy(world.context(), id);
const setPolicy = (policy: object, ctx = world.context()) =>
  patchService(ctx, "checkout-api", { policy: { production: policy } });
const errorsOf = (work: Promise<unknown>) =>
  work.then(
    () => [],
    (error: unknown) => (isAppError(error) ? error.errors.map(({ pointer }) => pointer) : [String(error)]),
  );

/** Answers of which such a share is new, evenly mixed. */
function mix(share: number) {
  let owed = 0;
  return () => {
    owed += share;
    if (owed < 1) return old();
    owed -= 1;
    return fresh();
  };
}

describe("the policy of a deploy", { timeout: 180_000 }, () => {
  it("is its own, else its service's at the announcement, else the default, and says which", async () => {
    await announce({ version: "1.0.0" });
    const { environments } = await setPolicy({ tolerance: 0.02, soakSeconds: 60 });
    expect(environments[0]?.policy).toMatchObject({
      tolerance: { value: 0.02, from: "service" },
      risk: { value: 0.01, from: "default" },
    });
    const { id, policy } = await announce({ tolerance: 0.05, progressDeadlineSeconds: 300 });
    const chosen = {
      tolerance: { value: 0.05, from: "deploy" },
      risk: { value: 0.01, from: "default" },
      progressDeadlineSeconds: { value: 300, from: "deploy" },
      holdSeconds: { value: null, from: "default" },
      soakSeconds: { value: 60, from: "service" },
      probesPerSecondMax: { value: null, from: "default" },
    };
    expect(policy).toEqual(chosen);

    await setPolicy({ tolerance: 0.2, soakSeconds: null, holdSeconds: 5 });
    expect((await read(id)).policy).toEqual(chosen);
    const patched = await patchDeploy(world.context(), id, { risk: 0.05 });
    expect(patched.policy).toEqual({ ...chosen, risk: { value: 0.05, from: "deploy" } });
    expect((await announce()).policy).toEqual({
      ...patched.policy,
      soakSeconds: { value: 900, from: "default" },
      holdSeconds: { value: 5, from: "service" },
    });
  });

  it("is refused with a pointer where it makes no sense, and then nothing is written", async () => {
    expect(await errorsOf(announce({ tolerance: 10, risk: 0 }))).toEqual(
      expect.arrayContaining(["#/tolerance", "#/risk"]),
    );
    const strict = { tolerance: 0.01, progressDeadlineSeconds: 60 };
    expect(await errorsOf(announce(strict))).toEqual(["#/progressDeadlineSeconds"]);
    expect(await world.db.prisma.deploy.count()).toBe(0);
    await announce();
    expect(await errorsOf(setPolicy({ risk: 2 }))).toContain("#/policy/production/risk");
    expect(await errorsOf(setPolicy({ tolerance: 0.01, probesPerSecondMax: 1 }))).toEqual([
      "#/policy/production/tolerance",
    ]);
    const nowhere = patchService(world.context(), "checkout-api", { policy: { staging: { risk: 0.05 } } });
    expect(await errorsOf(nowhere)).toEqual(["#/policy/staging"]);
    expect((await announce()).policy.risk.from).toBe("default");
  });

  it("of a service is changed by those who may, and leaves a line in the audit log", async () => {
    await announce();
    for (const ctx of [world.member("viewer"), world.token("deploy")])
      await expect(setPolicy({ risk: 0.05 }, ctx)).rejects.toMatchObject({ code: "forbidden" });
    await expect(setPolicy({ risk: 0.05 }, world.stranger())).rejects.toMatchObject({ code: "not_found" });
    await setPolicy({ risk: 0.05, holdSeconds: null });
    const [line] = await world.db.prisma.auditEvent.findMany({ where: { action: "policy.change" } });
    expect(line).toMatchObject({
      actor: "user:usr_ana",
      data: { environment: "production", risk: 0.05, holdSeconds: null },
    });
  });

  it("decides how much proof live takes, and every verdict says so in words", async () => {
    await world.addMonitor();
    const strict = await announce({ tolerance: 0.02 });
    await world.pass(22, old);
    await world.pass(30, fresh);
    expect((await read(strict.id)).state).toBe("rolling");
    await world.pass(30, fresh);
    expect(await read(strict.id)).toMatchObject({
      state: "live",
      sentence: expect.stringContaining("less than 2 % old, 99 % sure"),
    });
    const { items } = await readVerdicts(world.context(), strict.id);
    expect(items[0]).toMatchObject({
      rule: "live.clean_run",
      numbers: { tolerance: 0.02 },
      why: { rule: expect.stringContaining("less than 2 % old, 99 % sure"), numbers: expect.any(Array) },
      links: { answers: expect.stringContaining(`/api/v1/deploys/${strict.id}/answers?from=`) },
    });
    expect(items[0]?.why.numbers.join(" ")).toMatch(/The shortest unbroken run of new answers is \d+ long/);
  });

  it("bounds what is sent to a monitor in a burst", async () => {
    await world.addMonitor();
    await announce({ probesPerSecondMax: 1 });
    const perTick = new Map<number, number>();
    await world.pass(40, ({ scheduledAt }) => {
      perTick.set(scheduledAt, (perTick.get(scheduledAt) ?? 0) + 1);
      return fresh();
    });
    // Two in two seconds, and now and then the probe of the monitor's own interval.
    expect(Math.max(...perTick.values())).toBeLessThanOrEqual(3);
  });
});

type Act = { seconds: number; share: number; patch?: object; state: string; caveat?: string };

describe("each strategy, by the real judge", { timeout: 180_000 }, () => {
  const cases: { strategy: string; more?: object; acts: Act[] }[] = [
    {
      strategy: "rolling",
      acts: [
        { seconds: 10, share: 0, state: "waiting" },
        { seconds: 20, share: 0.5, state: "rolling" },
        { seconds: 40, share: 1, state: "live" },
      ],
    },
    {
      strategy: "instant",
      acts: [
        { seconds: 6, share: 0, state: "waiting" },
        { seconds: 40, share: 1, state: "live" },
      ],
    },
    {
      strategy: "canary",
      more: { targetShare: 0.2, progressDeadlineSeconds: 40 },
      acts: [
        { seconds: 10, share: 0, state: "waiting" },
        { seconds: 90, share: 0.2, state: "at_target" },
        { seconds: 90, share: 0.2, state: "at_target" },
        { seconds: 60, share: 1, patch: { targetShare: 1 }, state: "live" },
      ],
    },
    {
      strategy: "blue_green",
      acts: [
        { seconds: 20, share: 0, state: "waiting" },
        { seconds: 80, share: 0.5, state: "rolling", caveat: "announced as a blue-green switch" },
        { seconds: 40, share: 1, state: "live" },
      ],
    },
  ];

  it.each(cases)("$strategy", async ({ strategy, more, acts }) => {
    await world.addMonitor();
    const { id } = await announce({ strategy, ...more });
    for (const { seconds, share, patch, state, caveat } of acts) {
      if (patch) await patchDeploy(world.context(), id, patch);
      await world.pass(seconds, mix(share));
      const deploy = await read(id);
      expect(deploy).toMatchObject({ strategy, state });
      const caveats = deploy.regions.flatMap((region) => region.caveats);
      expect(caveats.filter((text) => text.startsWith("announced as"))).toEqual(
        caveat === undefined ? [] : [expect.stringContaining(caveat)],
      );
    }
  });
});
