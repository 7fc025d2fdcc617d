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

/** When a channel is told, and whether with others; the columns of the delivery. */
export type PlannedTelling = { channelId: string; nextAttemptAt: Date; inDigest: boolean };

const quiet: ChannelPace = { singles: 0, lastAt: null, digestAt: null };

/**
 * When each of these channels hears of a notice. What goes on in a thread of its own is never put off: it makes no noise
 * in the channel, and the message that it updates must not be left stale.
 */
export async function planTellings(
  tx: Tx,
  { workspaceId, notice, now }: { workspaceId: string; notice: Notice; now: Date },
  channels: readonly Told[],
): Promise<PlannedTelling[]> {
  const candidates = channels
    // Each message to an author has its own reader.
    .filter((channel) => isForDigest(notice, channel.kind) && !isAuthorChannel(channel))
    .map(({ id }) => id);
  const paces = candidates.length === 0 ? new Map() : await readPaces(tx, workspaceId, candidates, now);
  const threads = candidates.length === 0 ? [] : await readThreads(tx, workspaceId, candidates, notice);
  return channels.map(({ id }) => {
    const isAlone = !candidates.includes(id) || threads.includes(id);
    const pace = isAlone ? quiet : (paces.get(id) ?? quiet);
    const { at, inDigest } = planTelling(pace, now.getTime());
    return { channelId: id, nextAttemptAt: new Date(at), inDigest };
  });
}

async function readPaces(
  tx: Tx,
  workspaceId: string,
  channelIds: string[],
  now: Date,
): Promise<Map<string, ChannelPace>> {
  const [paceSince, stormSince] = [paceWithinMs, stormCalmMs].map((ms) => new Date(now.getTime() - ms));
  const rows = await tx.$queryRaw<
    { id: string; singles: number; lastAt: Date | null; digestAt: Date | null }[]
  >`
    SELECT channel_id AS id,
      (count(*) FILTER (WHERE NOT in_digest AND state <> 'merged' AND created_at > ${paceSince}))::int AS singles,
      max(CASE WHEN in_digest THEN COALESCE(sent_at, next_attempt_at) ELSE created_at END) AS "lastAt",
      max(COALESCE(sent_at, next_attempt_at)) FILTER (WHERE in_digest) AS "digestAt"
    FROM delivery
    WHERE workspace_id = ${workspaceId} AND channel_id = ANY(${channelIds}) AND created_at > ${stormSince}
    GROUP BY channel_id`;
  return new Map(
    rows.map(({ id, singles, lastAt, digestAt }) => [
      id,
      { singles, lastAt: lastAt?.getTime() ?? null, digestAt: digestAt?.getTime() ?? null },
    ]),
  );
}

async function readThreads(
  tx: Tx,
  workspaceId: string,
  channelIds: string[],
  { threadKey }: Notice,
): Promise<string[]> {
  const threads = await tx.channelThread.findMany({
    where: { workspaceId, threadKey, channelId: { in: channelIds } },
    select: { channelId: true },
  });
  return threads.map(({ channelId }) => channelId);
}
