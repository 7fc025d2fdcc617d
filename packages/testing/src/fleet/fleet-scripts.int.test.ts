import { afterEach, describe, expect, it } from "vitest";
import { waitUntil } from "../wait-until.ts";
import { get, versionsOf } from "./ask-fleet.ts";
import { regionHeader } from "./entry.ts";
import { type CreateServiceOptions, Fleet, type FleetOptions } from "./fleet.ts";
import { createManualClock } from "./fleet-clock.ts";

let fleet: Fleet;
afterEach(() => fleet.close());
async function serve(service: Omit<CreateServiceOptions, "name"> = {}, options: FleetOptions = {}) {
  fleet = new Fleet(options);
  return fleet.createService({ name: "web", behaviour: { version: "1" }, ...service });
}

describe("scripts", () => {
  it("rolls all pods over in its own time, and no sooner", async () => {
    const clock = createManualClock();
    const web = await serve({ pods: 4 }, { clock });
    const { lastStepMs } = web.startScenario({ kind: "rolling", version: "2", stepMs: 1_000, startMs: 300 });
    expect(lastStepMs).toBe(3_300);
    expect(await versionsOf(web.url(), 4)).toEqual({ 1: 4 });
    clock.advance(1_300);
    expect(await versionsOf(web.url(), 4)).toEqual({ 1: 2, 2: 2 });
    clock.advance(2_000);
    expect(await versionsOf(web.url(), 4)).toEqual({ 2: 4 });
  });

  it("stops at half and stays there", async () => {
    const clock = createManualClock();
    const web = await serve({ pods: 4 }, { clock });
    web.startScenario({ kind: "stops_at", version: "2" });
    clock.advance(3_600_000);
    expect(await versionsOf(web.url(), 8)).toEqual({ 1: 4, 2: 4 });
    expect(web.pods()).toHaveLength(5);
  });

  it("heals a failing version with the next rollout", async () => {
    const clock = createManualClock();
    const web = await serve({ pods: 2 }, { clock });
    web.startScenario({ kind: "new_fails", version: "2" });
    clock.advance(60_000);
    expect(await get(web.url())).toMatchObject({ status: 500, version: "2" });
    web.startScenario({ kind: "rolling", version: "3" });
    clock.advance(60_000);
    expect(await get(web.url())).toMatchObject({ status: 200, version: "3" });
  });

  it("keeps one region behind", async () => {
    const clock = createManualClock();
    const web = await serve({ pods: 2 }, { clock, regions: ["eu-west", "us-east"] });
    web.startScenario({ kind: "region_left_behind", version: "2", region: "eu-west" });
    clock.advance(60_000);
    expect(await versionsOf(web.url("us-east"), 2)).toEqual({ 2: 2 });
    expect(await versionsOf(web.url("eu-west"), 2)).toEqual({ 1: 2 });
  });

  it("serves the old page from the edge while the origin is new, and a new query shows it", async () => {
    const clock = createManualClock();
    const web = await serve({ pods: 2 }, { clock });
    web.startScenario({ kind: "edge_stale", version: "2", ttlSeconds: 3_600 });
    clock.advance(760_000);
    const plain = await get(`${web.url()}/version`);
    expect(plain).toMatchObject({ version: "1", headers: { "x-cache": "HIT", age: "760" } });
    const busted = await get(`${web.url()}/version?fresh=1`);
    expect(busted).toMatchObject({ version: "2", headers: { "x-cache": "MISS" } });
    web.purgeEdge();
    expect((await get(`${web.url()}/version`)).version).toBe("2");
  });

  it("is new at its origin while the edge serves the old page, from every region", async () => {
    const web = await serve({ hasOrigin: true }, { regions: ["eu-west"] });
    web.startScenario({ kind: "edge_stale", version: "2", stepMs: 0, startMs: 0 });
    for (const headers of [{}, { [regionHeader]: "eu-west" }]) {
      expect((await get(`${web.url()}/version`, { headers })).version).toBe("1");
      expect(await get(`${web.originUrl()}/version`, { headers })).toMatchObject({
        version: "2",
        status: 200,
      });
    }
  });

  it("asks for files of the new version, one of which is missing", async () => {
    const web = await serve();
    web.startScenario({ kind: "missing_chunk", version: "2", stepMs: 0, startMs: 0 });
    const types = async (path: string) => {
      const { status, headers } = await get(`${web.url()}${path}`);
      return [status, headers["content-type"]];
    };
    expect(await types("/assets/app-2.js")).toEqual([200, "text/javascript"]);
    expect(await types("/assets/app-2.css")).toEqual([200, "text/css"]);
    expect((await types("/assets/chunk-2.js"))[0]).toBe(404);
  });

  it("refreshes a stale object behind the reader's back", async () => {
    const clock = createManualClock();
    const web = await serve({ edge: { ttlSeconds: 10, staleSeconds: 60 } }, { clock });
    await get(web.url());
    web.setPods(2, { version: "2" });
    clock.advance(15_000);
    expect(await get(web.url())).toMatchObject({ version: "1", headers: { "x-cache": "STALE" } });
    await waitUntil("the new object", async () => (await get(web.url())).version === "2");
  });

  it("is reset to how it began, with its script stopped", async () => {
    const clock = createManualClock();
    const web = await serve({ pods: 2 }, { clock });
    web.startScenario({ kind: "rolling", version: "2", stepMs: 1_000 });
    clock.advance(600);
    web.reset();
    clock.advance(60_000);
    expect(await versionsOf(web.url(), 4)).toEqual({ 1: 4 });
    expect(web.describe().rollout).toBeNull();
  });
});
