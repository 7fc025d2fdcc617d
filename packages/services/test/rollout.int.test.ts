import { openDatabase, type Prisma } from "@rollcall/db";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  acceptDeploy,
  announceDeploy,
  readAnswers,
  readDeploy,
  readRollout,
  readVerdicts,
} from "../src/deploys/index.ts";
import { readIncident } from "../src/incidents/index.ts";
import { readMonitor } from "../src/monitors/index.ts";
import { fresh, old, openWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const announce = async (more: object = {}) =>
  (await announceDeploy(world.context(), { service: "checkout-api", version: "2.0.0", ...more })).deploy;
const read = (id: string) => readDeploy(world.context(), id);
const environment = (id: string) => world.db.prisma.environment.findUniqueOrThrow({ where: { id } });

/** Each plays minutes of a rollout through the database; a machine with other things to do takes its time. */
describe("a rollout", { timeout: 180_000 }, () => {
  it("goes live when the new version is proven everywhere, and is then what serves", async () => {
    const { environmentId } = await world.addMonitor({ regions: ["eu", "us"] });
    await world.addChannel({ liveNotices: true });
    await world.pass(12, old);
    const { id } = await announce();
    await world.pass(10, old);
    expect(await read(id)).toMatchObject({ state: "waiting", previousVersion: "1.0.0" });
    await world.pass(4, ({ region }) => (region === "eu" ? fresh() : old()));
    expect((await read(id)).state).toBe("rolling");
    await world.pass(75, fresh);
    const deploy = await read(id);
    expect(deploy).toMatchObject({ state: "live", alreadyLive: false, incidentId: null });
    expect(deploy.regions.map((region) => [region.region, region.state])).toEqual([
      ["eu", "live"],
      ["us", "live"],
    ]);
    expect(await environment(environmentId)).toMatchObject({
      currentDeployId: id,
      servedVersion: "2.0.0",
      servedShare: 1,
      health: "up",
    });
    expect(await world.noticeTypes()).toEqual(["rollout.live"]);
  });

  it("keeps every change with its rule, its numbers and why nobody was told, and draws its picture", async () => {
    await world.addMonitor();
    await world.pass(12, old);
    const { id } = await announce();
    await world.pass(6, old);
    await world.pass(60, fresh);
    const { items } = await readVerdicts(world.context(), id);
    expect(items.map((verdict) => verdict.state).reverse()).toEqual(["waiting", "rolling", "live"]);
    for (const verdict of items) expect(verdict.rule).not.toBe("");
    const beforeLive = new Date(Date.parse(items[0]?.at ?? "") - 1).toISOString();
    const { items: then } = await readVerdicts(world.context(), id, { at: beforeLive });
    expect(then.map((verdict) => verdict.state)).toEqual(["rolling", "waiting"]);
    expect(items.at(-1)?.told).toBe("Nobody needs to hear of it.");
    expect(items[0]?.told).toBe("Nobody is told: there is no channel yet.");
    const view = await readRollout(world.context(), id);
    expect(view.chart.slices[0]).toMatchObject({ expected: 0 });
    expect(view.chart.slices.at(-1)?.expected).toBeGreaterThan(0);
    expect(view.chart.markers.map((marker) => marker.kind)).toEqual(
      expect.arrayContaining(["announced", "first_seen", "done", "live"]),
    );
    const counted = view.chart.slices.reduce((sum, slice) => sum + slice.expected + slice.previous, 0);
    const { items: answers } = await readAnswers(world.context(), id, { limit: 500, bucket: "expected" });
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.every((answer) => answer.version === "2.0.0")).toBe(true);
    expect(counted).toBeGreaterThan(answers.length);
    expect(view.curl).toContain("curl");
    expect(answers[0]?.curl).toContain("curl");
  });

  it("says how long this service's rollouts usually take, once four have gone live", async () => {
    const { environmentId } = await world.addMonitor();
    await world.pass(12, old);
    const first = await announce();
    const row = await world.db.prisma.deploy.findUniqueOrThrow({ where: { id: first.id } });
    const startedAt = world.clock();
    const liveAt = new Date(startedAt.getTime() + 130_000);
    for (const version of ["0.6.0", "0.7.0", "0.8.0", "0.9.0"]) {
      const data = {
        version,
        identities: [version],
        startedAt,
        firstSeenAt: startedAt,
        liveAt,
        endedAt: liveAt,
      };
      await world.db.prisma.deploy.create({
        data: {
          ...(row as object as Prisma.DeployUncheckedCreateInput),
          id: `dep_${version}`,
          ...data,
          environmentId,
        },
      });
    }
    await world.pass(12, (probe) => (probe.seq % 2 === 0 ? fresh() : old()));
    expect((await read(first.id)).sentence).toContain("It is usually live after 2 min 10 s.");
  });

  it("marks a monitor's answers by what should be served, and not at all before something was announced", async () => {
    const { id: monitorId } = await world.addMonitor();
    const marks = async () =>
      new Set((await readMonitor(world.context(), monitorId)).recent.map(({ bucket }) => bucket));
    // A whole interval, whichever second of it is the monitor's.
    await world.pass(10, old);
    expect(await marks()).toEqual(new Set([null]));
    await announce();
    await world.pass(4, fresh);
    expect(await marks()).toEqual(new Set(["previous", "expected"]));
  });

  it("is told when it is stuck, once, and when it recovers", async () => {
    await world.addMonitor();
    await world.addChannel();
    await world.pass(12, old);
    const { id } = await announce({ progressDeadlineSeconds: 20 });
    await world.pass(40, old);
    const deploy = await read(id);
    expect(deploy).toMatchObject({ state: "stuck", stuckKind: "never_seen" });
    const [incident] = await world.incidents();
    expect(incident).toMatchObject({
      id: deploy.incidentId,
      kind: "stuck",
      severity: "warning",
      state: "open",
    });
    expect(await world.noticeTypes()).toEqual(["rollout.stuck"]);
    const [alert] = await world.notices();
    expect(alert).toMatchObject({
      incidentId: incident?.id,
      deployId: id,
      serving: "1.0.0",
      links: { primary: `https://rollcall.test/deploys/${id}` },
    });
    const { items } = await readVerdicts(world.context(), id);
    expect(items[0]?.told).toBe("Telling ops (Slack).");
    await world.pass(90, fresh);
    expect((await read(id)).state).toBe("live");
    expect((await world.incidents()).map((row) => row.state)).toEqual(["resolved"]);
    expect(await world.noticeTypes()).toEqual(["rollout.stuck", "rollout.live", "rollout.recovered"]);
    const view = await readIncident(world.context(), incident!.id);
    expect(view.timeline.map((line) => line.type)).toEqual(["opened", "resolved"]);
  });

  it("keeps the incident when another version supersedes a stuck one, until that one is live", async () => {
    await world.addMonitor();
    await world.pass(12, old);
    await announce({ progressDeadlineSeconds: 20 });
    await world.pass(40, old);
    expect((await world.incidents())[0]?.causes).not.toEqual([]);
    const { id } = await announce({ version: "2.0.1" });
    await world.pass(4, old);
    expect(await world.incidents()).toMatchObject([{ state: "open", deployId: id, causes: [] }]);
    await world.pass(70, () => ({ says: "2.0.1" }));
    const [incident] = await world.incidents();
    const { timeline } = await readIncident(world.context(), incident!.id);
    expect(timeline.map((line) => line.type)).toEqual(["opened", "note", "resolved"]);
    expect(timeline[1]?.text).toMatch(/^2\.0\.1 was announced instead\./);
    expect(await world.noticeTypes()).toEqual(["rollout.stuck", "rollout.live", "rollout.recovered"]);
  });

  it("tells that the deploy which superseded a stuck one is stuck as well, once", async () => {
    await world.addMonitor();
    await world.pass(12, old);
    await announce({ progressDeadlineSeconds: 20 });
    await world.pass(30, old);
    const { id } = await announce({ version: "2.0.1", progressDeadlineSeconds: 20 });
    await world.pass(40, old);
    expect(await world.incidents()).toMatchObject([{ state: "open", deployId: id }]);
    expect((await world.incidents())[0]?.causes).not.toEqual([]);
    expect(await world.noticeTypes()).toEqual(["rollout.stuck", "rollout.stuck"]);
  });

  it("neither alerts again nor loses the recovery when the judge restarts in mid-incident", async () => {
    await world.addMonitor();
    await world.pass(12, old);
    await announce({ progressDeadlineSeconds: 20 });
    await world.pass(40, old);
    const restarted = await openDatabase({ url: world.url });
    world.judge.db = restarted;
    await world.pass(20, old);
    expect(await world.noticeTypes()).toEqual(["rollout.stuck"]);
    await world.pass(90, fresh);
    expect(await world.noticeTypes()).toEqual(["rollout.stuck", "rollout.live", "rollout.recovered"]);
    world.judge.db = world.db;
    await restarted.close();
  });

  it("is announced again as a new deploy once it is live, which says that nothing can be told apart", async () => {
    await world.addMonitor();
    await world.pass(12, old);
    const first = await announce();
    await world.pass(70, fresh);
    const again = await announce();
    expect(again.id).not.toBe(first.id);
    await world.pass(70, fresh);
    expect(await read(again.id)).toMatchObject({ state: "live", alreadyLive: true });
    expect((await read(first.id)).supersededBy).toBe(again.id);
  });

  it("tells when an earlier version is back everywhere, and lets a person accept it", async () => {
    await world.addMonitor();
    await world.pass(12, old);
    await announce({ version: "1.0.0" });
    await world.pass(70, old);
    const { id } = await announce();
    await world.pass(70, fresh);
    await world.pass(150, old);
    expect((await read(id)).state).toBe("rolled_back");
    const settled = await acceptDeploy(world.context(), id, { identity: "1.0.0", as: "expected" });
    expect(settled.state).toBe("superseded");
    await world.pass(70, old);
    const accepted = await read(settled.supersededBy ?? "");
    expect(accepted).toMatchObject({ version: "1.0.0", state: "live" });
    expect((await world.incidents()).map((row) => row.state)).toEqual(["resolved"]);
  });

  it("takes another name for the same build from a person, and is live by it", async () => {
    await world.addMonitor();
    await world.pass(12, () => ({ says: "a1b2c3d" }));
    const { id } = await announce();
    await world.pass(150, () => ({ says: "f00baa1" }));
    expect(await read(id)).toMatchObject({ state: "unverifiable", reason: "identity_mismatch" });
    await acceptDeploy(world.context(), id, { identity: "f00baa1", as: "same_build" });
    await world.pass(90, () => ({ says: "f00baa1" }));
    expect((await read(id)).state).toBe("live");
  });

  it("is drift when a version nobody announced serves after live, told as such and over when it is gone", async () => {
    await world.addMonitor();
    await world.pass(12, old);
    const { id } = await announce();
    await world.pass(70, fresh);
    await world.pass(60, () => ({ says: "9.9.9-hotfix" }));
    expect(await world.incidents()).toMatchObject([{ kind: "drift", severity: "warning", deployId: id }]);
    expect((await world.notices()).at(-1)).toMatchObject({ type: "drift.detected", serving: "9.9.9-hotfix" });
    await world.pass(90, fresh);
    expect((await world.incidents()).map((row) => row.state)).toEqual(["resolved"]);
    expect((await world.noticeTypes()).at(-1)).toBe("drift.recovered");
  });
});
