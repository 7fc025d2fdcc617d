/** A critical whose channel does not take it goes to another. */
import { type Database, hasRows, inTransaction, newId, type Tx } from "@rollcall/db";
import { chooseFallback, fallBackAfterMs, owners } from "@rollcall/domain/delivery";
import { notice } from "@rollcall/domain/notice";
import { notifyWorkspace } from "../audit.ts";
import { channelLabel } from "./match-channels.ts";
import { noteOnIncident } from "./note-on-incident.ts";
import { ensureOwnersChannel } from "./owners-channel.ts";
import { type PlannedTelling, planTellings } from "./plan-tellings.ts";

type Failing = { id: string; workspaceId: string; outboxId: string; channelId: string; state: string };

/** Looked for before a transaction is begun: usually there is none. */
const mayFallBack = `delivery
  WHERE is_urgent AND fell_back_at IS NULL AND state IN ('pending', 'failed', 'given_up') ORDER BY first_tried_at`;

/**
 * Gives at most `limit` urgent deliveries that were not taken for 60 s, or were given up, to the workspace's fallback as
 * well, and returns how many were looked at. What had no turn in that time was not taken either. Several notifiers may do
 * it at once, and each delivery is looked at once.
 */
export async function fallBack(deps: { db: Database; now: () => Date }, limit = 50): Promise<number> {
  if (!(await hasRows(deps.db, mayFallBack))) return 0;
  const now = deps.now();
  const failingSince = new Date(now.getTime() - fallBackAfterMs);
  const ahead = new Date(now.getTime() + fallBackAfterMs);
  return inTransaction(deps.db, async (tx) => {
    const rows = await tx.$queryRaw<Failing[]>`
      SELECT id, workspace_id AS "workspaceId", outbox_id AS "outboxId", channel_id AS "channelId", state
      FROM delivery
      WHERE is_urgent AND fell_back_at IS NULL AND state IN ('pending', 'failed', 'given_up')
        AND (state = 'given_up' OR COALESCE(first_tried_at, created_at) <= ${failingSince}
          -- Before the clock was set back.
          OR (state = 'failed' AND first_tried_at > ${ahead}))
      ORDER BY COALESCE(first_tried_at, created_at)
      LIMIT ${limit}
      FOR UPDATE SKIP LOCKED`;
    for (const row of rows) await giveToFallback(tx, row, now);
    return rows.length;
  });
}

async function giveToFallback(tx: Tx, failing: Failing, now: Date): Promise<void> {
  const { workspaceId, outboxId, channelId } = failing;
  await tx.delivery.update({ where: { id: failing.id }, data: { fellBackAt: now } });
  const target = await chooseTarget(tx, failing, now);
  if (target === null) return;
  const planned = await planFallback(tx, failing, target, now);
  await tx.delivery.createMany({
    data: {
      id: newId("dlv"),
      workspaceId,
      outboxId,
      state: "pending",
      createdAt: now,
      ...planned,
      isUrgent: true,
      insteadOf: channelId,
    },
    skipDuplicates: true,
  });
  await noteOnTimeline(tx, failing, target, now);
  await notifyWorkspace(tx, workspaceId);
}

/** At once, or in the target's digest; what this program cannot read is left to one that can. */
async function planFallback(
  tx: Tx,
  { workspaceId, outboxId }: Failing,
  target: string,
  now: Date,
): Promise<PlannedTelling> {
  const outbox = await tx.outbox.findUniqueOrThrow({ where: { id: outboxId } });
  const told = notice.safeParse(outbox.notice).data;
  const channels = await tx.channel.findMany({ where: { workspaceId, id: target } });
  const [planned] =
    told === undefined ? [] : await planTellings(tx, { workspaceId, notice: told, now }, channels);
  return planned ?? { channelId: target, nextAttemptAt: now, inDigest: false, inThread: false };
}

async function chooseTarget(tx: Tx, failing: Failing, now: Date): Promise<string | null> {
  const { workspaceId, outboxId, channelId } = failing;
  const { fallbackChannelId } = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  const channels = await tx.channel.findMany({
    where: { workspaceId, deletedAt: null },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const asked = await tx.delivery.findMany({ where: { workspaceId, outboxId } });
  const hidden = channels.find(({ forOwners }) => forOwners);
  const nameOf = (id: string) => (id === hidden?.id ? owners : id);
  const isFailed = (one: (typeof asked)[number]) =>
    one.state === "failed" || one.state === "given_up" || isOverdue(one, now);
  const kind = channels.find(({ id }) => id === channelId)?.kind ?? "";
  const chosen = chooseFallback(
    { id: nameOf(channelId), kind },
    channels.filter(({ forOwners }) => !forOwners),
    {
      chosen: fallbackChannelId,
      failed: new Set(asked.filter(isFailed).map((delivery) => nameOf(delivery.channelId))),
      reached: new Set(asked.filter((one) => !isFailed(one)).map((delivery) => nameOf(delivery.channelId))),
    },
  );
  return chosen === owners ? ensureOwnersChannel(tx, workspaceId, now) : chosen;
}

/** Waiting for as long as the failing one: its receiver hangs, or it has no turn. Two such must not rely on each other. */
function isOverdue(
  { state, firstTriedAt, createdAt }: { state: string; firstTriedAt: Date | null; createdAt: Date },
  now: Date,
): boolean {
  return state === "pending" && now.getTime() - (firstTriedAt ?? createdAt).getTime() >= fallBackAfterMs;
}

async function noteOnTimeline(tx: Tx, failing: Failing, target: string, now: Date): Promise<void> {
  const { workspaceId, outboxId, channelId, state } = failing;
  const { incidentId } = await tx.outbox.findUniqueOrThrow({ where: { id: outboxId } });
  if (incidentId === null) return;
  const both = await tx.channel.findMany({ where: { workspaceId, id: { in: [channelId, target] } } });
  const label = (id: string) => both.filter((channel) => channel.id === id).map(channelLabel)[0] ?? id;
  const why = state === "given_up" ? "did not take it" : "has not taken it for 60 s";
  const text = `${label(channelId)} ${why}: telling ${label(target)} as well.`;
  await noteOnIncident(tx, { workspaceId, incidentId, at: now, type: "note", text });
}
