import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Notice } from "@rollcall/domain/notice";
import { announceDeploy, readDeploy } from "@rollcall/services/deploys";
import { createMonitor, readMonitor } from "@rollcall/services/monitors";
import { setRegistry } from "@rollcall/services/registries";
import type { FleetService } from "@rollcall/testing/fleet";
import { buildImage, type RegistryPeer, startRegistryPeer } from "@rollcall/testing/registry";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWorkerRoom, type WorkerContext, type WorkerRoom } from "./worker-room.ts";

/** In real time, as announce-to-live.int.test.ts. */
describe("a deploy whose image was never pushed", { timeout: 240_000 }, () => {
  let room: WorkerRoom;
  let registry: RegistryPeer;
  let ctx: WorkerContext;
  let pods: FleetService;

  beforeAll(async () => {
    room = await openWorkerRoom();
    registry = await startRegistryPeer({ vendor: "ghcr" });
    registry.add({ repository: "shop/checkout", tag: "1.0.0", isPrivate: true }, buildImage());
    pods = await room.fleet.createService({ name: "checkout-api" });
    await room.start({ roles: ["scheduler", "prober", "judge", "notifier"], regions: ["eu", "us"] });
    ctx = await room.addWorkspace();
    await room.addChannels(ctx.workspaceId);
    const { id } = await createMonitor(ctx, {
      service: "checkout-api",
      url: `${pods.url()}/`,
      version: { from: "header", name: "x-version" },
      intervalSeconds: 3600,
    });
    await waitUntil("the service to be up", async () => (await readMonitor(ctx, id)).health === "up");
  });
  afterAll(async () => {
    await room.close();
    await registry.close();
  });

  async function told(deployId: string): Promise<string[]> {
    const sent = await room.db.prisma.delivery.findMany({
      where: { state: "sent" },
      include: { outbox: true, channel: true },
    });
    return sent
      .map(({ outbox, channel }) => ({ notice: outbox.notice as Notice, kind: channel.kind }))
      .filter(({ notice }) => notice.deployId === deployId)
      .map(({ notice, kind }) => `${kind} ${notice.type}`)
      .sort();
  }

  it("is told as stuck long before its deadline, with its cause, and as recovered once when it is there", async () => {
    await setRegistry(ctx, { host: registry.host, username: "robot", password: "secret" });
    const { deploy } = await announceDeploy(ctx, {
      service: "checkout-api",
      version: "1.0.1",
      image: `${registry.host}/shop/checkout:1.0.1`,
      imagePushed: true,
    });
    const message = await room.slack.waitForRequest("the alert", ({ text }) => text.includes("1.0.1"));
    const mail = await waitUntil("the mail", () => room.smtp.mails[0]);
    const stuck = await readDeploy(ctx, deploy.id);
    expect(stuck).toMatchObject({
      state: "stuck",
      stuckKind: "never_seen",
      sentence: expect.stringContaining("has no tag 1.0.1; did you mean 1.0.0?"),
      preflight: { outcome: "tag_not_found", digest: null },
      causes: [{ code: "image_not_found", confidence: 0.95 }],
    });
    for (const text of [message.text, mail.text]) expect(text).toContain("not in the registry");
    // How long it takes is measured by `npm run bench -- preflight`.
    expect(Math.max(message.at, mail.at)).toBeLessThan(Date.parse(stuck.deadlineAt ?? ""));

    const image = buildImage({ labels: { "org.opencontainers.image.revision": "9f2c1e7" } });
    registry.add({ repository: "shop/checkout", tag: "1.0.1" }, image);
    const waiting = await waitUntil("the tag to be found", async () => {
      const now = await readDeploy(ctx, deploy.id);
      return now.state === "waiting" && now.preflight?.outcome === "found" && now;
    });
    expect(waiting.identities).toEqual(["1.0.1", image.digest, "9f2c1e7"]);
    expect(await told(deploy.id)).toEqual(["email rollout.stuck", "slack rollout.stuck"]);

    // The pods tell their commit, which only the image's label connects with the announced version.
    pods.changePods({}, { version: "9f2c1e7" });
    await waitUntil("live", async () => (await readDeploy(ctx, deploy.id)).state === "live", {
      timeoutMs: 150_000,
    });
    const all = [
      "email rollout.recovered",
      "email rollout.stuck",
      "slack rollout.recovered",
      "slack rollout.stuck",
    ];
    await waitUntil("the recovery", async () => (await told(deploy.id)).length >= all.length);
    expect(await told(deploy.id)).toEqual(all);
  });

  it("is looked for once, however long its registry takes to answer", async () => {
    let release = () => {};
    const isReleased = new Promise<void>((resolve) => {
      release = resolve;
    });
    let asked = 0;
    const slow = createServer(async (_request, response) => {
      asked += 1;
      await isReleased;
      response.writeHead(404).end();
    });
    slow.listen(0, "127.0.0.1");
    await once(slow, "listening");
    const { deploy } = await announceDeploy(ctx, {
      service: "search",
      version: "1.0.0",
      image: `127.0.0.1:${(slow.address() as AddressInfo).port}/shop/search:1.0.0`,
    });
    const claimedUntil = async () => {
      const row = await room.db.prisma.preflight.findUniqueOrThrow({ where: { deployId: deploy.id } });
      return row.claimedUntil?.getTime() ?? 0;
    };
    const first = await waitUntil("the image to be claimed", claimedUntil);
    await waitUntil("a claim to outlast another one", async () => (await claimedUntil()) > first + 3_000);
    expect(asked).toBe(1);
    release();
    await waitUntil("its answer", async () => (await readDeploy(ctx, deploy.id)).preflight !== null);
    slow.close();
  });
});
