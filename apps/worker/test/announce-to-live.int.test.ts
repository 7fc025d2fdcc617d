import { announceDeploy, waitForDeployChange } from "@rollcall/services/deploys";
import { createMonitor, readMonitor } from "@rollcall/services/monitors";
import type { FleetService } from "@rollcall/testing/fleet";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningWorker, startHealthServer } from "../src/index.ts";
import { openWorkerRoom, type WorkerContext, type WorkerRoom } from "./worker-room.ts";

/** In real time: bursts every two seconds, and longer where others use the machine too. */
describe("all roles together", { timeout: 240_000 }, () => {
  let room: WorkerRoom;
  let worker: RunningWorker;
  let ctx: WorkerContext;
  let pods: FleetService;

  beforeAll(async () => {
    room = await openWorkerRoom();
    pods = await room.fleet.createService({ name: "checkout-api", pods: 2 });
    worker = await room.start({
      roles: ["scheduler", "prober", "judge", "notifier"],
      regions: ["eu", "us"],
    });
    ctx = await room.addWorkspace();
    await room.addChannels(ctx.workspaceId, true);
  });
  afterAll(() => room.close());

  it("probe a new monitor from every region long before its interval", async () => {
    const { id } = await createMonitor(ctx, {
      service: "checkout-api",
      url: `${pods.url()}/`,
      version: { from: "header", name: "x-version" },
      intervalSeconds: 86_400,
    });
    const monitor = await waitUntil("answers from both regions", async () => {
      const view = await readMonitor(ctx, id);
      const isUp = view.health === "up" && view.healthRegions.every((r) => r.state === "up");
      // Health and answers are read side by side: the answers may be from just before.
      return isUp && view.recent.length > 0 && view;
    });
    expect(monitor.healthRegions.map((region) => region.region)).toEqual(["eu", "us"]);
    expect(monitor.recent).toHaveLength(2);
  });

  it("bring a deploy from its announcement to live, and say so where that is wanted", async () => {
    const { deploy } = await announceDeploy(ctx, { service: "checkout-api", version: "2.0.0" });
    expect(deploy).toMatchObject({ state: "waiting", previousVersion: "1.0.0" });
    pods.changePods({ slots: [0] }, { version: "2.0.0" });
    const rolling = await waitForDeployChange(ctx, deploy.id, { waitMs: 60_000, knownState: "waiting" });
    expect(rolling.state).toBe("rolling");
    pods.changePods({}, { version: "2.0.0" });
    const live = await waitForDeployChange(ctx, deploy.id, { waitMs: 120_000, knownState: "rolling" });
    expect(live.state).toBe("live");
    expect(live.regions.map((region) => region.state)).toEqual(["live", "live"]);
    await room.slack.waitForRequest("the good news", (request) => request.text.includes("2.0.0: live"));
  });

  it("tell about themselves", async () => {
    const { metrics } = room;
    const server = await startHealthServer({ host: "127.0.0.1", port: 0, roles: worker.roles, metrics });
    const health = await fetch(`${server.url}/healthz`);
    expect([health.status, await health.json()]).toMatchObject([200, { status: "ok" }]);
    expect(health.headers.get("x-rollcall-version")).toMatch(/^\d/);
    const numbers = await (await fetch(`${server.url}/metrics`)).text();
    expect(numbers).toMatch(/rollcall_probes_total\{region="eu",outcome="answered"\} \d/);
    expect(numbers).toMatch(/rollcall_verdict_changes_total\{kind="deploy",state="live"\} 1/);
    expect((await fetch(`${server.url}/nothing`)).status).toBe(404);
    await server.close();
  });
});
