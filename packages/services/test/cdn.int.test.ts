import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { announceDeploy, readAnswers, readDeploy, readRollout, readVerdicts } from "../src/deploys/index.ts";
import type { PlannedProbe } from "../src/scheduling/plan-tick.ts";
import { fresh, old, openWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const announce = async (more: object = {}) =>
  (await announceDeploy(world.context(), { service: "checkout-api", version: "2.0.0", ...more })).deploy;
const url = "https://shop.example/";

describe("a deploy behind an edge", { timeout: 120_000 }, () => {
  const kept = { age: "760", "cf-cache-status": "HIT", "cf-ray": "8f2c1a0b9d3e4f50-AMS" };
  const behindEdge = ({ variant }: PlannedProbe) =>
    variant === "plain" ? { ...old(), cache: kept } : fresh();

  it("is stuck with a stale edge and its age as cause, and each way to ask is shown", async () => {
    await world.addMonitor({ url, origin: "10.0.0.7" });
    await world.addChannel();
    await world.pass(12, old);
    const { id } = await announce({ progressDeadlineSeconds: 40 });
    await world.pass(55, behindEdge);

    const deploy = await readDeploy(world.context(), id);
    expect(deploy).toMatchObject({ state: "stuck", stuckKind: "never_seen", firstSeenAt: null });
    expect(deploy.causes[0]).toMatchObject({
      code: "edge_stale",
      title: "The origin is new, the edge (Cloudflare, AMS) serves a cached page, age 12 min 40 s",
    });
    expect(deploy.causes[0]?.next[0]).toContain(`{"files":["${url}"]}`);
    expect((await world.notices())[0]?.causes[0]?.title).toContain("age 12 min 40 s");

    const view = await readRollout(world.context(), id);
    expect(view.regions[0]?.comparison).toMatchObject({
      plain: { value: "1.0.0", bucket: "previous", ageSeconds: 760, edge: "Cloudflare", pop: "AMS" },
      busted: { value: "2.0.0", bucket: "expected" },
      origin: { value: "2.0.0", bucket: "expected" },
    });
    const { items } = await readAnswers(world.context(), id, { limit: 500 });
    expect(new Set(items.map(({ variant }) => variant))).toEqual(new Set(["plain", "busted", "origin"]));
    expect(items.find(({ variant }) => variant === "origin")?.curl).toContain(
      "--connect-to 'shop.example:443:10.0.0.7:443'",
    );
  });

  it("is asked at no origin where none is named", async () => {
    await world.addMonitor({ url });
    await world.pass(12, old);
    const { id } = await announce({ progressDeadlineSeconds: 40 });
    await world.pass(45, behindEdge);
    const { items } = await readAnswers(world.context(), id, { limit: 500 });
    expect(new Set(items.map(({ variant }) => variant))).toEqual(new Set(["plain", "busted"]));
    // Answers of a week ago are there, and not for every plan.
    world.advance(8 * 86_400_000);
    const count = async () => (await readAnswers(world.context(), id)).items.length;
    expect(await count()).toBeGreaterThan(0);
    await world.db.prisma.workspace.updateMany({ data: { plan: "free" } });
    expect(await count()).toBe(0);
  });
});

describe("a new page", { timeout: 120_000 }, () => {
  const chunk = `${url}assets/chunk-9f2c.js`;
  const page =
    (broken: { url: string; status: number; contentType: string | null }[]) => (probe: PlannedProbe) =>
      probe.variant === "assets" ? { ...fresh(), assets: { checked: 3, broken } } : fresh();
  const withoutChunk = page([{ url: chunk, status: 404, contentType: "text/plain" }]);

  it("that is live without one of its files is degraded, critical, and recovers when the file is there", async () => {
    await world.addMonitor({ url, regions: ["eu"], version: { from: "meta", name: "version" } });
    await world.addChannel();
    await world.pass(12, old);
    const { id } = await announce();
    await world.pass(110, withoutChunk);

    const deploy = await readDeploy(world.context(), id);
    expect(deploy).toMatchObject({ state: "degraded", conditions: ["degraded", "live"] });
    expect(deploy.sentence).toContain("asks for /assets/chunk-9f2c.js, which answers 404");
    expect(deploy.causes[0]).toMatchObject({
      code: "bad_release",
      evidence: [`eu: ${chunk} answers 404`, expect.anything()],
    });
    expect(await world.incidents()).toMatchObject([{ severity: "critical", state: "open" }]);
    const { items: verdicts } = await readVerdicts(world.context(), id);
    expect(verdicts[0]?.rule).toBe("degraded.missing_asset");
    const { items: answers } = await readAnswers(world.context(), id, { limit: 500 });
    const looks = answers.filter(({ variant }) => variant === "assets");
    const liveAt = verdicts.find(({ state }) => state === "live")?.at ?? "";
    expect(looks.length).toBeGreaterThanOrEqual(2);
    for (const look of looks) expect(Date.parse(look.at)).toBeGreaterThanOrEqual(Date.parse(liveAt));

    await world.pass(70, page([]));
    expect((await readDeploy(world.context(), id)).state).toBe("live");
    expect(await world.incidents()).toMatchObject([{ state: "resolved" }]);
  });

  it("whose version is read from JSON is not asked for files", async () => {
    await world.addMonitor({ url, version: { from: "json", path: "version" } });
    await world.pass(12, old);
    const { id } = await announce();
    await world.pass(90, withoutChunk);
    expect((await readDeploy(world.context(), id)).state).toBe("live");
  });
});
