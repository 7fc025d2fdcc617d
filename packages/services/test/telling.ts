/** The outbox of a world, moved by hand: what the notifier does, one step at a time. */
import { newId } from "@rollcall/db";
import type { Notice } from "@rollcall/domain/notice";
import { createLogger, createSealer } from "@rollcall/runtime";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { type ChannelConfig, sealChannelConfig } from "../src/channels/channel-config.ts";
import {
  type ClaimedDelivery,
  claimDeliveries,
  fallBack,
  fanOutOutbox,
  settleDelivery,
  writeOutbox,
} from "../src/delivery/index.ts";
import { baseUrl, openWorld, type World } from "./world.ts";

const sealer = createSealer("a secret that is long enough for tests");
export const claimMs = 60_000;

export type Telling = ReturnType<typeof openTelling>;
export const ok = { kind: "sent", detail: "ok", answer: "200" } as const;
export const away = { kind: "retry", error: "away" } as const;

/** One world with a monitor, and its outbox, for all tests of a file: given to `take` before the first, emptied before each. */
export function shareTelling(take: (world: World, telling: Telling) => void, startAt?: number): void {
  let world: World;
  let telling: Telling;
  beforeAll(async () => {
    world = await openWorld(startAt);
    telling = openTelling(world, (await world.addMonitor()).environmentId);
    take(world, telling);
  });
  afterAll(() => world.close());
  beforeEach(() => telling.clear());
}

/** A notice of a stuck rollout, with what a test needs changed. */
export const stuckNotice = (more: Partial<Notice> = {}): Notice => ({
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

function configOf(kind = "slack"): ChannelConfig {
  if (kind === "email") return { to: ["a@example.com"] };
  if (kind === "pagerduty") return { routingKey: "0123456789abcdef0123456789abcdef", region: "us" };
  return { webhookUrl: "https://hooks.test/x" };
}

/** Notices get the world's time unless the test says otherwise. */
export function openTelling(world: World, environmentId: string) {
  const { prisma } = world.db;
  const log = createLogger({ name: "test", level: "silent" });
  const deps = { db: world.db, now: world.clock, sealer, baseUrl, log };
  const notice = (more: Partial<Notice> = {}) =>
    stuckNotice({ at: world.now(), since: world.now(), ...more });
  return {
    sealer,
    notice,
    recovery: (more: Partial<Notice> = {}) =>
      notice({
        type: "rollout.recovered",
        tone: "recovery",
        severity: null,
        impact: "All is well.",
        ...more,
      }),

    async addChannel(more: Parameters<World["addChannel"]>[0] & { name?: string } = {}): Promise<string> {
      const { name = "ops", ...wish } = more;
      const id = await world.addChannel(wish);
      const config = configOf(wish.kind);
      await prisma.channel.update({
        where: { id },
        data: { name, sealed: sealChannelConfig(sealer, id, config) },
      });
      return id;
    },

    async addIncident(): Promise<string> {
      await prisma.incident.updateMany({ where: { environmentId }, data: { state: "resolved" } });
      const id = newId("inc");
      const words = { state: "open", kind: "stuck", severity: "warning", title: "stuck", impact: "" };
      await prisma.incident.create({
        data: { id, workspaceId: world.workspaceId, environmentId, openedAt: world.clock(), ...words },
      });
      return id;
    },

    /** Writes a notice and makes its deliveries. */
    async put(
      what: Notice,
      more: { incidentId?: string; channelId?: string; workspaceId?: string; probeOutageId?: string } = {},
    ): Promise<void> {
      const { workspaceId = world.workspaceId, incidentId = null, channelId = null, ...about } = more;
      await prisma.$transaction((tx) =>
        writeOutbox(
          tx,
          { workspaceId, environmentId, incidentId, channelId, notice: what, ...about },
          world.clock(),
        ),
      );
      while ((await fanOutOutbox(deps)) > 0);
    },
    fanOut: () => fanOutOutbox(deps),
    fallBack: () => fallBack(deps),
    claim: (limit = 20, slowLimit = limit) => claimDeliveries(deps, { limit, slowLimit, claimMs }),
    /** The one delivery that is due. */
    async claimOne(): Promise<ClaimedDelivery> {
      const [one, ...more] = await claimDeliveries(deps, { limit: 20, slowLimit: 20, claimMs });
      if (one === undefined || more.length > 0)
        throw new Error(`${1 + more.length} deliveries are due, or none`);
      return one;
    },
    settle: (delivery: ClaimedDelivery, result: Parameters<typeof settleDelivery>[2]) =>
      settleDelivery(deps, delivery, result, 12),

    deliveries: () => prisma.delivery.findMany({ orderBy: { id: "asc" } }),
    timeline: async (incidentId: string) =>
      (await prisma.incidentEntry.findMany({ where: { incidentId }, orderBy: { id: "asc" } })).map(
        (entry) => `${entry.type}: ${entry.text}`,
      ),
    async clear(): Promise<void> {
      await prisma.outbox.deleteMany();
      await prisma.channel.deleteMany();
      await prisma.incident.deleteMany();
    },
  };
}
