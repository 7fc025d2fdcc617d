import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listChannels, patchChannel } from "../src/channels/index.ts";
import { patchWorkspace } from "../src/workspaces/index.ts";
import { away, ok, shareTelling, type Telling } from "./telling.ts";
import type { World } from "./world.ts";

let world: World;
let telling: Telling;
shareTelling((...shared) => {
  [world, telling] = shared;
});
beforeAll(async () => {
  const { prisma } = world.db;
  await prisma.user.create({ data: { id: "usr_ana", name: "Ana", email: "ana@example.com" } });
  await prisma.member.create({
    data: { workspaceId: world.workspaceId, userId: "usr_ana", role: "owner" },
  });
});
beforeEach(async () => {
  await world.db.prisma.workspace.updateMany({ data: { fallbackChannelId: null } });
});

const gone = { kind: "refused", error: "Slack answered 410", isChannelGone: true } as const;
const critical = () => telling.notice({ severity: "critical", type: "health.down" });
const channelsTold = async () => (await telling.deliveries()).map(({ channelId }) => channelId);

/** A critical that its channel has not taken for a minute. */
async function failForAMinute(incidentId: string) {
  await telling.put(critical(), { incidentId });
  await telling.settle(await telling.claimOne(), away);
  world.advance(59_999);
  expect(await telling.fallBack()).toBe(0);
  world.advance(1);
}

it("is judged by its present config alone: what its former one was refused is tried again", async () => {
  const slack = await telling.addChannel();
  const incidentId = await telling.addIncident();
  await telling.put(critical(), { incidentId });
  const claimed = await telling.claimOne();
  const config = { webhookUrl: "https://hooks.slack.com/services/mended" };
  await patchChannel(channelContext(), slack, { config });
  expect(await telling.settle(claimed, gone)).toBe("failed");
  expect(await listChannels(world.context())).toMatchObject([{ id: slack, enabled: true }]);
  world.advance(30_000);
  expect(await telling.claimOne()).toMatchObject({ config });
});

describe("a critical that its channel does not take for 60 s", () => {
  it("goes to the owners by email where there is no other channel, and says why it comes there", async () => {
    const slack = await telling.addChannel();
    const incidentId = await telling.addIncident();
    await failForAMinute(incidentId);
    await Promise.all([telling.fallBack(), telling.fallBack()]);
    const claimed = await telling.claim();
    expect(claimed.map(({ kind, config }) => [kind, config]).sort()).toEqual([
      ["email", { to: ["ana@example.com"] }],
      ["slack", { webhookUrl: "https://hooks.test/x" }],
    ]);
    const mail = claimed.find(({ kind }) => kind === "email");
    expect(mail?.notice.telling?.insteadOf).toBe("ops (Slack)");
    expect(mail?.reader).toEqual({});
    expect(await telling.timeline(incidentId)).toEqual([
      "note: ops (Slack) has not taken it for 60 s: telling owners (email) as well.",
    ]);
    expect((await listChannels(world.context())).map(({ id }) => id)).toEqual([slack]);
  });

  it("goes to the owners as well where it had no turn for 60 s, and no two channels without a turn rely on each other", async () => {
    await telling.addChannel({ name: "oncall" });
    await telling.addChannel({ kind: "email", name: "team" });
    await telling.put(critical(), { incidentId: await telling.addIncident() });
    world.advance(59_999);
    expect(await telling.fallBack()).toBe(0);
    world.advance(1);
    expect(await telling.fallBack()).toBe(2);
    const owners = await world.db.prisma.channel.findFirstOrThrow({ where: { forOwners: true } });
    expect((await channelsTold()).slice(2)).toEqual([owners.id]);
  });

  it("goes to another channel, although that does not ask for it, which then hears of the end as well", async () => {
    await telling.addChannel({ name: "oncall" });
    const other = await telling.addChannel({ kind: "email", name: "team" });
    await world.db.prisma.channel.update({ where: { id: other }, data: { services: ["billing"] } });
    const incidentId = await telling.addIncident();
    await failForAMinute(incidentId);
    await telling.fallBack();
    for (const delivery of await telling.claim()) {
      expect(delivery.notice.type).toBe("health.down");
      await telling.settle(delivery, ok);
    }
    await telling.put(telling.recovery(), { incidentId });
    expect((await telling.claim()).map(({ notice, kind }) => [notice.tone, kind]).sort()).toEqual([
      ["recovery", "email"],
      ["recovery", "slack"],
    ]);
  });

  it("tells the fallback that it is over when that was told while the first channel was being tried", async () => {
    await telling.addChannel({ name: "oncall" });
    await telling.addChannel({ kind: "email", name: "team", minSeverity: "critical" });
    await world.db.prisma.channel.updateMany({ where: { name: "team" }, data: { services: ["billing"] } });
    const incidentId = await telling.addIncident();
    await telling.put(critical(), { incidentId });
    const slow = await telling.claimOne();
    world.advance(10_000);
    await telling.put(telling.recovery({ type: "health.recovered" }), { incidentId });
    await telling.settle(slow, { kind: "refused", error: "no" });
    await telling.fallBack();
    const [told, ...more] = (await telling.claim()).filter(({ kind }) => kind === "email");
    expect(more).toEqual([]);
    expect(told?.notice).toMatchObject({
      tone: "recovery",
      telling: { insteadOf: "oncall (Slack)", over: { type: "health.down" } },
    });
  });

  it("goes to the channel that the workspace chose", async () => {
    const failing = await telling.addChannel({ name: "oncall" });
    const chosen = await telling.addChannel({ name: "second", minSeverity: "critical" });
    await telling.addChannel({ kind: "email", name: "team" });
    await world.db.prisma.channel.updateMany({
      where: { id: { not: failing } },
      data: { services: ["billing"] },
    });
    await patchWorkspace(world.context(), { fallbackChannelId: chosen });
    await failForAMinute(await telling.addIncident());
    await telling.fallBack();
    expect(await channelsTold()).toEqual([failing, chosen]);
  });

  it("never goes to a channel that is not the workspace's: the choice is refused", async () => {
    const refused = { code: "invalid_input", errors: [{ pointer: "#/fallbackChannelId" }] };
    await expect(
      patchWorkspace(world.context(), { fallbackChannelId: "chn_of_others" }),
    ).rejects.toMatchObject(refused);
  });

  it("goes on to the next when the fallback does not take it either, and stops at the last", async () => {
    const first = await telling.addChannel();
    const incidentId = await telling.addIncident();
    await failForAMinute(incidentId);
    await telling.fallBack();
    for (const delivery of await telling.claim())
      await telling.settle(delivery, { kind: "refused", error: "no" });
    while ((await telling.fallBack()) > 0);
    expect((await channelsTold())[0]).toBe(first);
    expect(await channelsTold()).toHaveLength(2);
  });

  it("is not for warnings, recoveries and tests", async () => {
    const channelId = await telling.addChannel();
    await telling.put(telling.notice());
    await telling.put(telling.notice({ type: "channel.test", severity: "critical", sample: true }), {
      channelId,
    });
    for (const delivery of await telling.claim()) await telling.settle(delivery, away);
    world.advance(600_000);
    expect(await telling.fallBack()).toBe(0);
  });
});

it("tells a sender the zone of the workspace, and takes none that does not exist", async () => {
  const change = patchWorkspace(world.context(), { timeZone: "Mars/Olympus" });
  await expect(change).rejects.toMatchObject({ code: "invalid_input" });
  await patchWorkspace(world.context(), { timeZone: "Asia/Kolkata" });
  const channelId = await telling.addChannel();
  await telling.put(telling.notice());
  const settingsUrl = `https://rollcall.test/channels/${channelId}`;
  expect((await telling.claimOne()).reader).toEqual({ timeZone: "Asia/Kolkata", settingsUrl });
  await patchWorkspace(world.context(), { timeZone: null });
});

describe("a channel whose receiver is gone for good", () => {
  it("is switched off with the reason, and its owners are told by mail, once", async () => {
    const channelId = await telling.addChannel();
    await telling.put(telling.notice());
    await telling.put(telling.notice({ service: "billing" }));
    for (const delivery of await telling.claim()) await telling.settle(delivery, gone);
    await telling.fanOut();
    const told = await telling.claimOne();
    expect(told).toMatchObject({
      kind: "email",
      config: { to: ["ana@example.com"] },
      notice: { type: "channel.disabled", summary: "ops (Slack) was switched off: Slack answered 410" },
    });
    const [channel] = await listChannels(world.context());
    expect(channel).toMatchObject({ id: channelId, enabled: false, disabledReason: "Slack answered 410" });
  });

  it("is told of in another channel where the owners' mail does not go out", async () => {
    await telling.addChannel();
    const other = await telling.addChannel({ minSeverity: "critical" });
    await telling.put(telling.notice());
    await telling.settle(await telling.claimOne(), gone);
    await telling.fanOut();
    await telling.settle(await telling.claimOne(), { kind: "refused", error: "Email is not set up." });
    await telling.fallBack();
    const told = await telling.claimOne();
    expect([told.channelId, told.notice.type]).toEqual([other, "channel.disabled"]);
  });

  it("is over in PagerDuty, where that was told, when somebody switches it on again", async () => {
    const channelId = await telling.addChannel();
    const pager = await telling.addChannel({ kind: "pagerduty", minSeverity: "critical" });
    await telling.put(telling.notice());
    await telling.settle(await telling.claimOne(), gone);
    await telling.fanOut();
    await telling.settle(await telling.claimOne(), { kind: "refused", error: "Email is not set up." });
    await telling.fallBack();
    const alert = await telling.claimOne();
    await telling.settle(alert, ok);
    await patchChannel(channelContext(), channelId, { enabled: true });
    await telling.fanOut();
    const end = await telling.claimOne();
    expect([end.channelId, end.notice.tone]).toEqual([pager, "recovery"]);
    expect(end.notice.threadKey).toBe(alert.notice.threadKey);
  });

  it("gives what waits for it to the fallback at once, when it is critical", async () => {
    const channelId = await telling.addChannel();
    const incidentId = await telling.addIncident();
    await telling.put(critical(), { incidentId });
    await telling.settle(await telling.claimOne(), gone);
    expect(await telling.fallBack()).toBe(1);
    const fallback = (await telling.deliveries()).find((delivery) => delivery.insteadOf === channelId);
    expect(fallback).toMatchObject({ state: "pending", isUrgent: true });
  });

  it("forgets the reason when somebody switches it on again", async () => {
    const channelId = await telling.addChannel();
    await telling.put(telling.notice());
    await telling.settle(await telling.claimOne(), gone);
    await patchChannel(channelContext(), channelId, { enabled: true });
    expect((await listChannels(world.context()))[0]).toMatchObject({ enabled: true, disabledReason: null });
  });
});

function channelContext() {
  const guard = { isNamed: () => false, namesAny: false };
  return { ...world.context(), mail: null, guard, sealer: telling.sealer };
}
