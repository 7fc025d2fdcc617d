import type { Tx } from "@rollcall/db";
import {
  type ChannelPace,
  isForDigest,
  paceWithinMs,
  planTelling,
  stormCalmMs,
} from "@rollcall/domain/delivery";
import type { Notice } from "@rollcall/domain/notice";
import { isAuthorChannel } from "./notice-author.ts";

type Told = { id: string; kind: string; config: unknown };

/** When a channel is told, and whether with others or in a thread that it has; the columns of the delivery. */
export type PlannedTelling = {
  channelId: string;
  nextAttemptAt: Date;
  inDigest: boolean;
  inThread: boolean;
};

const quiet: ChannelPace = { singles: 0, lastAt: null, digestAt: null };

type Scene = { workspaceId: string; notice: Notice; now: Date };

/**
 * When each of these channels hears of a notice. What goes on in a thread of its own is never put off and puts nothing
 * off: it makes no noise in the channel, and the message that it updates must not be left stale.
 */
export async function planTellings(
  tx: Tx,
  scene: Scene,
  channels: readonly Told[],
): Promise<PlannedTelling[]> {
  const candidates = channels.filter(({ kind }) => isForDigest(scene.notice, kind));
  const paces = candidates.length === 0 ? new Map() : await readPaces(tx, scene, candidates);
  const threads = channels.length === 0 ? [] : await readThreads(tx, scene, channels);
  return channels.map(({ id }) => {
    const inThread = threads.includes(id);
    const pace = inThread ? quiet : (paces.get(id) ?? quiet);
    const { at, inDigest } = planTelling(pace, scene.now.getTime());
    return { channelId: id, nextAttemptAt: new Date(at), inDigest, inThread };
  });
}

/** A channel to authors is as many as there are authors: each has a pace of their own. */
async function readPaces(
  tx: Tx,
  { workspaceId, notice: { actor }, now }: Scene,
  channels: readonly Told[],
): Promise<Map<string, ChannelPace>> {
  const [paceSince, stormSince] = [paceWithinMs, stormCalmMs].map((ms) => new Date(now.getTime() - ms));
  const ids = channels.map(({ id }) => id);
  const toAuthors = channels.filter(isAuthorChannel).map(({ id }) => id);
  const rows = await tx.$queryRaw<
    { id: string; singles: number; lastAt: Date | null; digestAt: Date | null }[]
  >`
    SELECT d.channel_id AS id,
      (count(*) FILTER (WHERE NOT d.in_digest AND d.state <> 'merged' AND d.created_at > ${paceSince}))::int AS singles,
      max(CASE WHEN d.in_digest THEN COALESCE(d.sent_at, d.next_attempt_at) ELSE d.created_at END) AS "lastAt",
      max(COALESCE(d.sent_at, d.next_attempt_at)) FILTER (WHERE d.in_digest) AS "digestAt"
    FROM delivery d
    WHERE d.workspace_id = ${workspaceId} AND d.channel_id = ANY(${ids}) AND d.created_at > ${stormSince}
      AND NOT d.in_thread
      AND (d.channel_id <> ALL(${toAuthors}::text[]) OR EXISTS (
        SELECT 1 FROM outbox o
        WHERE o.id = d.outbox_id AND o.notice->>'actor' IS NOT DISTINCT FROM ${actor}::text))
    GROUP BY d.channel_id`;
  return new Map(
    rows.map(({ id, singles, lastAt, digestAt }) => [
      id,
      { singles, lastAt: lastAt?.getTime() ?? null, digestAt: digestAt?.getTime() ?? null },
    ]),
  );
}

async function readThreads(
  tx: Tx,
  { workspaceId, notice: { threadKey } }: Scene,
  channels: readonly Told[],
): Promise<string[]> {
  const threads = await tx.channelThread.findMany({
    where: { workspaceId, threadKey, channelId: { in: channels.map(({ id }) => id) } },
    select: { channelId: true },
  });
  return threads.map(({ channelId }) => channelId);
}
