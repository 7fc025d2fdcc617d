import { newId } from "@rollcall/db";
import type { PreflightOutcome } from "@rollcall/domain/preflight";
import { createSealer } from "@rollcall/runtime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  announceDeploy,
  cancelDeploy,
  patchDeploy,
  readDeploy,
  readDeployEvents,
} from "../src/deploys/index.ts";
import {
  claimPreflights,
  recordPreflight,
  registryCredentials,
  renewPreflights,
} from "../src/preflight/index.ts";
import { deleteRegistry, setRegistry } from "../src/registries/index.ts";
import { fresh, old, openWorld, type World } from "./world.ts";

const sealer = createSealer("a secret that is long enough for tests");
const digest = `sha256:${"ab".repeat(32)}`;
const missing: PreflightOutcome = { kind: "tag_not_found", access: "credentials", nearest: ["1.9.9"] };
const found: PreflightOutcome = {
  kind: "found",
  digest,
  platforms: ["linux/amd64"],
  revision: null,
  version: null,
};

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const announce = (more: object = {}) =>
  announceDeploy(world.context(), {
    service: "checkout-api",
    version: "2.0.0",
    image: "ghcr.io/acme/checkout:2.0.0",
    ...more,
  });
const claimMs = 3_000;
const deps = () => ({ db: world.db, now: world.clock });
const claim = () => claimPreflights(deps(), { limit: 10, claimMs });

/** Plays the worker: everything due is asked for, and the registry says `outcome`. */
async function answer(outcome: PreflightOutcome) {
  const claims = await claim();
  return Promise.all(claims.map((each) => recordPreflight(world.judge, each, outcome)));
}

describe("an announced image", () => {
  it("is due at once, for one worker only, and again when that one has not come back", async () => {
    const { deploy } = await announce();
    expect(await claim()).toMatchObject([
      { deployId: deploy.id, image: "ghcr.io/acme/checkout:2.0.0", registry: null },
    ]);
    expect(await claim()).toEqual([]);
    world.advance(claimMs);
    expect(await claim()).toHaveLength(1);
  });

  it("stays with a worker that asks for long, and goes to another as soon as that one is dead", async () => {
    const { deploy } = await announce();
    const [slow] = await claim();
    for (let seconds = 0; seconds < 10; seconds++) {
      world.advance(1_000);
      await renewPreflights(deps(), [slow!], { claimMs });
      expect(await claim()).toEqual([]);
    }
    world.advance(claimMs);
    const [other] = await claim();
    expect(other).toMatchObject({ deployId: deploy.id });

    // It was only slow: it can neither take the image back nor say anything of it.
    await renewPreflights(deps(), [slow!], { claimMs: 60_000 });
    expect(await recordPreflight(world.judge, slow!, missing)).toEqual({ kind: "not_ours" });
    expect(await recordPreflight(world.judge, other!, found)).toMatchObject({ kind: "recorded" });
    expect((await readDeploy(world.context(), deploy.id)).preflight?.outcome).toBe("found");
  });

  it("waits for others of its workspace, but for nobody else's", async () => {
    for (let i = 0; i < 10; i++) await announce({ service: `service-${i}` });
    const workspaceId = newId("ws");
    await world.db.prisma.workspace.create({ data: { id: workspaceId, slug: workspaceId, name: "Others" } });
    const theirs = { service: "web", version: "1", image: "ghcr.io/others/web:1" };
    await announceDeploy({ ...world.context(), workspaceId }, theirs);
    const [first, second] = [await claim(), await claim()];
    expect(first.filter((each) => each.workspaceId === world.workspaceId)).toHaveLength(8);
    expect(first.filter((each) => each.workspaceId === workspaceId)).toHaveLength(1);
    expect(second).toEqual([]);
    await recordPreflight(
      world.judge,
      first.find((each) => each.workspaceId === world.workspaceId)!,
      missing,
    );
    expect(await claim()).toHaveLength(1);
  });

  it("is asked for with back-off until it is there", async () => {
    await announce();
    const waits: number[] = [];
    for (let i = 0; i < 4; i++) {
      expect(await answer(missing)).toHaveLength(1);
      const row = await world.db.prisma.preflight.findFirstOrThrow();
      waits.push(((row.nextCheckAt?.getTime() ?? 0) - world.now()) / 1000);
      expect(await claim()).toEqual([]);
      world.advance(waits.at(-1)! * 1000);
    }
    for (const [i, wanted] of [3, 4.5, 6.75, 10.125].entries())
      expect(Math.abs(waits[i]! / wanted - 1)).toBeLessThan(0.11);
    await answer(found);
    world.advance(86_000_000);
    expect(await claim()).toEqual([]);
  });

  it("is not asked for any more once its deploy has ended", async () => {
    const { deploy } = await announce();
    await cancelDeploy(world.context(), deploy.id);
    expect(await claim()).toEqual([]);
    expect(await world.db.prisma.preflight.findFirstOrThrow()).toMatchObject({ nextCheckAt: null });
  });

  it("that is no name at all is said to be none", async () => {
    const { deploy } = await announce({ image: "acme/Checkout:2.0.0" });
    await answer({ kind: "invalid_name", detail: "a repository is written in lower case" });
    expect((await readDeploy(world.context(), deploy.id)).preflight).toMatchObject({
      outcome: "invalid_name",
      sentence: '"acme/Checkout:2.0.0" is no image name: a repository is written in lower case.',
      nextCheckAt: null,
    });
  });
});

describe("a missing image", () => {
  it("makes a deploy stuck that CI vouches for, as soon as anybody answers, and no longer than it is missing", async () => {
    await world.addMonitor();
    await world.addChannel();
    const { deploy } = await announce({ imagePushed: true });
    await answer(missing);
    expect((await readDeploy(world.context(), deploy.id)).state).toBe("waiting");
    await world.pass(3, old);
    const stuck = await readDeploy(world.context(), deploy.id);
    expect(stuck).toMatchObject({
      state: "stuck",
      stuckKind: "never_seen",
      causes: [{ code: "image_not_found" }],
    });
    world.advance(5_000);
    await answer(found);
    expect(await readDeploy(world.context(), deploy.id)).toMatchObject({ state: "waiting", causes: [] });
    await world.pass(90, fresh);
    expect((await readDeploy(world.context(), deploy.id)).state).toBe("live");
    expect(await world.noticeTypes()).toEqual(["rollout.stuck", "rollout.live", "rollout.recovered"]);
  });

  it("only warns while CI has not pushed, and counts when CI says that it has", async () => {
    await world.addMonitor();
    const { deploy } = await announce();
    await answer(missing);
    await world.pass(3, old);
    const waiting = await readDeploy(world.context(), deploy.id);
    expect(waiting.state).toBe("waiting");
    expect(waiting.sentence).toContain("ghcr.io/acme/checkout has no tag 2.0.0; did you mean 1.9.9?");
    await announce({ status: "succeeded" });
    expect((await readDeploy(world.context(), deploy.id)).state).toBe("stuck");
  });

  it("stands in the deploy's sequence for whoever follows it, and only when it is news", async () => {
    const { deploy } = await announce();
    await answer(missing);
    world.advance(4_000);
    await answer(missing);
    world.advance(6_000);
    await answer(found);
    const events = await readDeployEvents(world.context(), deploy.id, 0);
    expect(events.filter(({ type }) => type === "preflight")).toHaveLength(2);
    expect(events.at(-1)?.deploy.preflight).toMatchObject({ outcome: "found", digest });
  });
});

describe("an answer", () => {
  it("to an image that was announced anew is nobody's", async () => {
    const { deploy } = await announce();
    const [stale] = await claim();
    await patchDeploy(world.context(), deploy.id, { image: "ghcr.io/acme/checkout:2.0.1" });
    expect(await recordPreflight(world.judge, stale!, missing)).toEqual({ kind: "not_ours" });
    expect((await readDeploy(world.context(), deploy.id)).preflight).toBeNull();
    expect(await claim()).toMatchObject([{ image: "ghcr.io/acme/checkout:2.0.1" }]);
  });

  it("stays while the same image is announced again", async () => {
    const { deploy } = await announce();
    await answer(missing);
    await announce({ imagePushed: true });
    expect((await readDeploy(world.context(), deploy.id)).preflight).toMatchObject({
      outcome: "tag_not_found",
    });
    expect(await claim()).toHaveLength(1);
  });

  it("gives the deploy the image's names, less those the version before had too", async () => {
    await world.addMonitor();
    const labels = { revision: "9f2c1e7", version: "22.04" };
    await announce({ version: "1.0.0", image: "ghcr.io/acme/checkout:1.0.0" });
    await answer({ ...found, ...labels, digest: `sha256:${"cd".repeat(32)}` });
    await world.pass(90, () => ({ says: "1.0.0" }));
    const { deploy } = await announce();
    await answer({ ...found, ...labels, revision: "0b1d3a4" });
    expect((await readDeploy(world.context(), deploy.id)).identities).toEqual(["2.0.0", digest, "0b1d3a4"]);
  });

  it("that lacks every platform which went live before names the wrong platform", async () => {
    await world.addMonitor();
    await announce({ version: "1.0.0" });
    await answer(found);
    await world.pass(90, () => ({ says: "1.0.0" }));
    const { deploy } = await announce();
    await answer({ ...found, platforms: ["linux/arm64"] });
    const { preflight, sentence } = await readDeploy(world.context(), deploy.id);
    expect(preflight).toMatchObject({ outcome: "wrong_platform", platforms: ["linux/arm64"], digest });
    expect(sentence).toContain("has no linux/amd64, only linux/arm64");
  });

  it("that lacks a declared platform names it", async () => {
    const { deploy } = await announce({ platforms: ["linux/amd64", "arm64"] });
    await answer(found);
    expect((await readDeploy(world.context(), deploy.id)).preflight?.sentence).toContain(
      "has no linux/arm64",
    );
  });

  it("of a registry that is down changes nothing about a rollout, which asks no more once it is live", async () => {
    await world.addMonitor();
    const { deploy } = await announce({ status: "succeeded", imagePushed: true });
    await answer({ kind: "network_failed", detail: "connection refused" });
    await world.pass(90, fresh);
    const live = await readDeploy(world.context(), deploy.id);
    expect(live).toMatchObject({ state: "live", causes: [] });
    expect(live.sentence).not.toContain("connection refused");
    world.advance(3_600_000);
    expect(await claim()).toEqual([]);
  });
});

describe("pull credentials", () => {
  const context = () => ({ ...world.context(), sealer });
  const robot = { host: "ghcr.io", username: "robot", password: "secret" };

  it("are those of the image's registry in its own workspace", async () => {
    await setRegistry(context(), robot);
    const workspaceId = newId("ws");
    await world.db.prisma.workspace.create({ data: { id: workspaceId, slug: workspaceId, name: "Others" } });
    await setRegistry({ ...context(), workspaceId }, { ...robot, password: "theirs" });
    await announce();
    const [ours] = await claim();
    expect(registryCredentials(sealer, ours!)).toEqual({ username: "robot", password: "secret" });
  });

  it("are tried at once when they are stored, however long the last refusal is to be waited for", async () => {
    await announce();
    await answer({ kind: "unauthorized", hasCredentials: false, detail: "answered 401" });
    world.advance(1_000);
    expect(await claim()).toEqual([]);
    await setRegistry(context(), robot);
    expect(await claim()).toMatchObject([{ registry: { username: "robot" } }]);
  });

  it("are of no use to an image elsewhere, nor once they are deleted", async () => {
    await setRegistry(context(), { ...robot, plainHttp: true });
    const { deploy } = await announce({ image: "quay.io/acme/checkout:2.0.0" });
    expect(await claim()).toMatchObject([{ registry: null }]);
    await deleteRegistry(context(), "GHCR.io");
    await patchDeploy(context(), deploy.id, { image: "ghcr.io/acme/checkout:2.0.0" });
    const [stranger] = await claim();
    expect(stranger?.registry).toBeNull();
    expect(registryCredentials(sealer, stranger!)).toBeNull();
  });
});
