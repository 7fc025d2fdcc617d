import { beforeAll, expect, it } from "vitest";
import { sealChannelConfig } from "../src/channels/channel-config.ts";
import { previewChannel } from "../src/channels/index.ts";
import { changeMember } from "../src/workspaces/index.ts";
import { ok, shareTelling, type Telling } from "./telling.ts";
import type { World } from "./world.ts";

let world: World;
let telling: Telling;
shareTelling((...shared) => {
  [world, telling] = shared;
});
beforeAll(async () => {
  const { workspaceId } = world;
  for (const name of ["Ana", "Bo"]) {
    const handle = name.toLowerCase();
    const user = { id: `usr_${handle}`, name, email: `${handle}@example.com` };
    await world.db.prisma.user.create({ data: user });
    await world.db.prisma.member.create({ data: { workspaceId, userId: user.id, role: "member" } });
  }
  await changeMember(world.context(), "usr_ana", { handles: ["@Octocat"] });
});

async function addAuthorChannel(): Promise<string> {
  const id = await telling.addChannel({ kind: "email", name: "authors" });
  const config = { author: true } as const;
  const sealed = sealChannelConfig(telling.sealer, id, config);
  await world.db.prisma.channel.update({ where: { id }, data: { config, sealed } });
  return id;
}

it("mails the member whom CI calls so, the end of it too, and no stranger, whatever an actor claims to be", async () => {
  await addAuthorChannel();
  const incidentId = await telling.addIncident();
  await telling.put(telling.notice({ actor: "octocat", incidentId }), { incidentId });
  const alert = await telling.claimOne();
  expect(alert.config).toEqual({ to: ["ana@example.com"] });
  await telling.settle(alert, { kind: "sent", detail: "ok" });
  await telling.put(telling.recovery({ actor: "somebody-else", incidentId }), { incidentId });
  expect((await telling.claimOne()).config).toEqual({ to: ["ana@example.com"] });

  const other = await telling.addIncident();
  const stranger = telling.notice({ actor: "stranger@example.org", incidentId: other });
  await telling.put(stranger, { incidentId: other });
  expect(await telling.claim()).toEqual([]);
  expect(await telling.timeline(other)).toEqual([
    'not_told: Nobody is told: authors (email) knows no member as "stranger@example.org".',
  ]);
});

it("tells an author of a storm in digests that are theirs alone, and others at once", async () => {
  await addAuthorChannel();
  for (let i = 0; i < 12; i++) {
    const incidentId = await telling.addIncident();
    await telling.put(telling.notice({ actor: "octocat", incidentId }), { incidentId });
  }
  for (let claimed = await telling.claim(); claimed.length > 0; claimed = await telling.claim())
    for (const mail of claimed) await telling.settle(mail, ok);
  const incidentId = await telling.addIncident();
  await telling.put(telling.notice({ actor: "bo@example.com", incidentId }), { incidentId });
  const lone = await telling.claimOne();
  expect(lone.config).toEqual({ to: ["bo@example.com"] });
  await telling.settle(lone, ok);
  // With a storm of Bo's own his digest is one, and Ana's another.
  await telling.put(telling.notice({ actor: "bo@example.com", incidentId }), { incidentId });
  await world.db.prisma.delivery.updateMany({ where: { state: "pending" }, data: { inDigest: true } });
  world.advance(16_000);
  const mails: unknown[] = [];
  for (let i = 0; i < 2; i++) {
    const mail = await telling.claimOne();
    await telling.settle(mail, ok);
    mails.push([mail.config, mail.notice.joined?.length]);
  }
  expect(mails).toEqual([
    [{ to: ["bo@example.com"] }, undefined],
    [{ to: ["ana@example.com"] }, 2],
  ]);
});

it("tells both authors of a problem whose alert another deploy overtook, and what waits behind it", async () => {
  await addAuthorChannel();
  const [overtaken, other] = [await telling.addIncident(), await telling.addIncident()];
  const put = (actor: string, incidentId: string) =>
    telling.put(telling.notice({ actor, incidentId }), { incidentId });
  await put("octocat", overtaken);
  await put("bo@example.com", other);
  await put("bo@example.com", overtaken);
  await world.db.prisma.delivery.updateMany({ data: { inDigest: true } });
  const mails = (await telling.claim()).map(({ config, notice }) => ({ config, about: notice.incidentId }));
  expect(mails).toHaveLength(2);
  expect(mails).toContainEqual({ config: { to: ["bo@example.com"] }, about: other });
  expect(mails).toContainEqual({ config: { to: ["ana@example.com", "bo@example.com"] }, about: overtaken });
});

it.each(["%", "an_", "ana@%", "\\\\%"])("takes an actor called %j for no pattern", async (actor) => {
  await addAuthorChannel();
  const incidentId = await telling.addIncident();
  await telling.put(telling.notice({ actor, incidentId }), { incidentId });
  expect(await telling.claim()).toEqual([]);
});

it("goes on telling authors when the mailbox of one is gone", async () => {
  const id = await addAuthorChannel();
  const incidentId = await telling.addIncident();
  await telling.put(telling.notice({ actor: "octocat", incidentId }), { incidentId });
  const gone = { kind: "refused", error: "no such mailbox", isChannelGone: true } as const;
  expect(await telling.settle(await telling.claimOne(), gone)).toBe("given_up");
  expect(await world.db.prisma.channel.findUnique({ where: { id } })).toMatchObject({ enabled: true });
});

it("shows what a filter would have told of", async () => {
  for (const actor of ["octocat", "stranger", null]) {
    const incidentId = await telling.addIncident();
    await telling.put(telling.notice({ actor, incidentId, summary: `by ${actor}` }), { incidentId });
  }
  const told = async (filter: object) => {
    const { considered, examples } = await previewChannel(world.context(), filter);
    expect(considered).toBe(3);
    return examples.map(({ summary }) => summary);
  };
  expect(await told({})).toEqual(["by null", "by stranger", "by octocat"]);
  expect(await told({ actors: ["Stranger"] })).toEqual(["by stranger"]);
  expect(await told({ author: true })).toEqual(["by octocat"]);
  expect(await told({ kinds: ["outage"] })).toEqual([]);
});
