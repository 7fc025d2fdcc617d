import { newId } from "@rollcall/db";
import type { Notice } from "@rollcall/domain/notice";
import { createSealer } from "@rollcall/runtime";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sealChannelConfig } from "../src/channels/channel-config.ts";
import {
  type ClaimedDelivery,
  claimDeliveries,
  fanOutOutbox,
  settleDelivery,
  writeOutbox,
} from "../src/delivery/index.ts";
import { openWorld, type World } from "./world.ts";

const sealer = createSealer("a secret that is long enough for tests");
const claimMs = 60_000;
let world: World;
let environmentId: string;

beforeAll(async () => {
  world = await openWorld();
  environmentId = (await world.addMonitor()).environmentId;
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.db.prisma.outbox.deleteMany();
  await world.db.prisma.channel.deleteMany();
  await world.db.prisma.incident.deleteMany();
});

const notice = (more: Partial<Notice> = {}): Notice => ({
  type: "rollout.stuck",
  tone: "problem",
  severity: "warning",
  sample: false,
  at: 0,
  since: 0,
  service: "checkout-api",
  environment: "production",
  impact: "Users are served.",
  summary: "1.42.0 is stuck.",
  version: "1.42.0",
  serving: "1.41.3",
  actor: null,
  ciUrl: null,
  share: null,
  regions: [],
  causes: [],
  incidentId: null,
  deployId: null,
  monitorId: null,
  threadKey: "t",
  links: { primary: "https://rollcall.test", incident: null },
  ...more,
});
const recovery = notice({ type: "rollout.recovered", tone: "recovery", severity: null });
const live = notice({ type: "rollout.live", tone: "info", severity: null });

async function addChannel(more: Parameters<World["addChannel"]>[0] = {}): Promise<string> {
  const id = await world.addChannel(more);
  const sealed = sealChannelConfig(sealer, id, { webhookUrl: "https://hooks.test/x" });
  await world.db.prisma.channel.update({ where: { id }, data: { sealed } });
  return id;
}

async function addIncident(): Promise<string> {
  const id = newId("inc");
  await world.db.prisma.incident.create({
    data: {
      id,
      workspaceId: world.workspaceId,
      environmentId,
      state: "open",
      kind: "stuck",
      severity: "warning",
      title: "stuck",
      impact: "",
      openedAt: world.clock(),
    },
  });
  return id;
}

const put = (what: Notice, more: { incidentId?: string; channelId?: string; workspaceId?: string } = {}) =>
  world.db.prisma.$transaction((tx) =>
    writeOutbox(
      tx,
      {
        workspaceId: more.workspaceId ?? world.workspaceId,
        environmentId,
        incidentId: more.incidentId ?? null,
        channelId: more.channelId ?? null,
        notice: what,
      },
      world.clock(),
    ),
  );
const fanOut = () => fanOutOutbox({ db: world.db, now: world.clock });
const claim = (limit = 10) => claimDeliveries({ db: world.db, now: world.clock, sealer }, { limit, claimMs });
const settle = (delivery: ClaimedDelivery, result: Parameters<typeof settleDelivery>[2]) =>
  settleDelivery({ db: world.db, now: world.clock }, delivery, result, 12);
const told = (deliveries: ClaimedDelivery[]) => deliveries.map((delivery) => delivery.notice.type);
const timeline = async (incidentId: string) =>
  (await world.db.prisma.incidentEntry.findMany({ where: { incidentId }, orderBy: { id: "asc" } })).map(
    (entry) => `${entry.type}: ${entry.text}`,
  );

describe("the outbox", () => {
  it("becomes one delivery per matching channel, however often and by how many it is fanned out", async () => {
    await addChannel();
    await addChannel({ minSeverity: "critical" });
    await put(notice());
    await Promise.all([fanOut(), fanOut(), fanOut()]);
    await fanOut();
    expect(await world.db.prisma.delivery.count()).toBe(1);
  });

  it("hands each delivery to one sender only", async () => {
    for (let i = 0; i < 5; i++) await addChannel();
    await put(notice());
    await fanOut();
    const claims = await Promise.all([claim(), claim(), claim()]);
    const ids = claims.flat().map((delivery) => delivery.deliveryId);
    expect(ids).toHaveLength(5);
    expect(new Set(ids).size).toBe(5);
  });

  it("lets a workspace with a storm hold back nobody else, however slow its receivers are", async () => {
    for (let i = 0; i < 3; i++) await addChannel();
    for (let i = 0; i < 10; i++) await put(notice());
    await fanOut();
    world.advance(1_000);
    const quiet = newId("ws");
    await world.db.prisma.workspace.create({ data: { id: quiet, slug: quiet, name: "Quiet" } });
    const channelId = await addChannel();
    await world.db.prisma.channel.update({
      where: { id: channelId },
      data: { workspaceId: quiet },
    });
    await put(notice(), { workspaceId: quiet });
    await fanOut();
    const first = await claim(3);
    expect(first.filter(({ workspaceId }) => workspaceId === quiet)).toHaveLength(1);
    // The storm's receivers answer nothing: it gets its share and no more.
    const rest = [...(await claim(20)), ...(await claim(20))];
    expect([...first, ...rest].filter(({ workspaceId }) => workspaceId !== quiet)).toHaveLength(15);
    world.advance(claimMs + 1);
    expect(await claim(20)).toHaveLength(16);
    await world.db.prisma.workspace.delete({ where: { id: quiet } });
  });

  it("gives a delivery to another sender once the first one's claim has run out, and takes its late success", async () => {
    await addChannel();
    await put(notice());
    await fanOut();
    const [first] = await claim();
    expect(await claim()).toEqual([]);
    world.advance(claimMs + 1);
    const [second] = await claim();
    expect(second?.deliveryId).toBe(first?.deliveryId);
    expect(await settle(first!, { kind: "retry", error: "timeout" })).toBe("not_ours");
    expect(await settle(first!, { kind: "sent", detail: "ok" })).toBe("sent");
    expect(await settle(second!, { kind: "retry", error: "timeout" })).toBe("not_ours");
    expect((await world.db.prisma.delivery.findFirstOrThrow()).state).toBe("sent");
  });

  it("tries again after half a minute, and obeys a longer Retry-After", async () => {
    await addChannel();
    await put(notice());
    await fanOut();
    expect(await settle((await claim())[0]!, { kind: "retry", error: "503" })).toBe("failed");
    world.advance(20_000);
    expect(await claim()).toEqual([]);
    world.advance(20_000);
    const [again] = await claim();
    expect(again?.attempts).toBe(2);
    await settle(again!, { kind: "retry", error: "429", retryAfterMs: 300_000 });
    world.advance(299_000);
    expect(await claim()).toEqual([]);
    world.advance(2_000);
    expect(await claim()).toHaveLength(1);
  });

  it("gives a refused delivery up at once and says so on the incident's timeline", async () => {
    await addChannel();
    const incidentId = await addIncident();
    await put(notice(), { incidentId });
    await fanOut();
    expect(await settle((await claim())[0]!, { kind: "refused", error: "no such webhook" })).toBe("given_up");
    world.advance(86_400_000);
    expect(await claim()).toEqual([]);
    expect(await timeline(incidentId)).toEqual([
      "not_told: ops (Slack) was not reached, given up: no such webhook",
    ]);
  });

  it("says on the timeline why nobody was told", async () => {
    await addChannel({ minSeverity: "critical" });
    const incidentId = await addIncident();
    await put(notice(), { incidentId });
    await fanOut();
    expect(await timeline(incidentId)).toEqual([
      "not_told: Nobody is told: ops (Slack) takes only critical problems.",
    ]);
  });

  it("sends a recovery only after its own alert, and to nobody else", async () => {
    const toldChannel = await addChannel();
    await addChannel({ minSeverity: "critical" });
    const incidentId = await addIncident();
    await put(notice(), { incidentId });
    await put(recovery, { incidentId });
    while ((await fanOut()) > 0);
    const [alert, ...none] = await claim();
    expect(none).toEqual([]);
    expect(alert?.notice.type).toBe("rollout.stuck");
    // The receiver is away for a while: the recovery keeps waiting behind its alert.
    await settle(alert!, { kind: "retry", error: "away" });
    expect(await claim()).toEqual([]);
    world.advance(40_000);
    const [again] = await claim();
    await settle(again!, { kind: "sent", detail: "ok" });
    expect(told(await claim())).toEqual(["rollout.recovered"]);
    const channels = await world.db.prisma.delivery.findMany({ distinct: ["channelId"] });
    expect(channels.map((delivery) => delivery.channelId)).toEqual([toldChannel]);
  });

  it("never sends a recovery where the alert did not arrive", async () => {
    await addChannel();
    const incidentId = await addIncident();
    await put(notice(), { incidentId });
    await put(recovery, { incidentId });
    while ((await fanOut()) > 0);
    await settle((await claim())[0]!, { kind: "refused", error: "gone" });
    expect(await claim()).toEqual([]);
    const states = await world.db.prisma.delivery.findMany({ orderBy: { id: "asc" } });
    expect(states.map((delivery) => delivery.state)).toEqual(["given_up", "given_up"]);
  });

  it("tells good news to channels that ask for it, unless they hear a recovery", async () => {
    await addChannel();
    const asks = await addChannel({ liveNotices: true, minSeverity: "critical" });
    await addChannel({ liveNotices: true });
    const incidentId = await addIncident();
    await put(notice(), { incidentId });
    await put(live, { incidentId });
    while ((await fanOut()) > 0);
    const deliveries = await world.db.prisma.delivery.findMany({ include: { outbox: true } });
    const good = deliveries.filter((d) => (d.outbox.notice as Notice).type === "rollout.live");
    expect(good.map((delivery) => delivery.channelId)).toEqual([asks]);
  });

  it("sends a test to its channel alone, whatever that channel asks for", async () => {
    await addChannel();
    const channelId = await addChannel({ minSeverity: "critical" });
    await world.db.prisma.channel.update({ where: { id: channelId }, data: { enabled: false } });
    await put(notice({ type: "channel.test", sample: true }), { channelId });
    await fanOut();
    expect(told(await claim())).toEqual(["channel.test"]);
    expect((await world.db.prisma.delivery.findFirstOrThrow()).channelId).toBe(channelId);
  });

  it("gives up what can never be sent: a deleted channel, a config sealed with another secret", async () => {
    const deleted = await addChannel();
    const other = await addChannel();
    await put(notice());
    await fanOut();
    await world.db.prisma.channel.update({ where: { id: deleted }, data: { deletedAt: world.clock() } });
    await world.db.prisma.channel.update({ where: { id: other }, data: { sealed: "s1.00000000.AAAA" } });
    expect(await claim()).toEqual([]);
    const deliveries = await world.db.prisma.delivery.findMany({ orderBy: { channelId: "asc" } });
    expect(deliveries.map((delivery) => [delivery.state, delivery.lastError])).toEqual([
      ["given_up", "the channel was deleted"],
      ["given_up", "the channel's config does not open with this ROLLCALL_SECRET"],
    ]);
  });
});
