/** What was told, from the outbox to the mail server. */
import { createHash } from "node:crypto";
import type { ReceivedMail } from "@rollcall/testing/smtp-peer";
import type { Stage } from "./stage.ts";

/**
 * One notice to one channel, in epoch milliseconds: `at` is the instant of its verdict, which is before its transaction
 * commits; `acceptedAt` that at which the mail server had all of the mail that tells it.
 */
export type Told = {
  type: string;
  service: string;
  channelId: string;
  at: number;
  fannedOutAt: number;
  claimedAt: number;
  acceptedAt: number;
  /** Held back on purpose, to be told with others in one mail. */
  inDigest: boolean;
};

type Row = {
  type: string;
  service: string;
  channel_id: string;
  at: Date;
  fanned_out_at: Date;
  claimed_at: Date | null;
  mail_id: string;
  in_digest: boolean;
};

/** Notices and deliveries that are not at their end. */
export async function countWaiting({ db }: Stage): Promise<number> {
  const { rows } = await db.pool.query<{ waiting: number }>(
    `SELECT ((SELECT count(*) FROM outbox WHERE fanned_out_at IS NULL)
       + (SELECT count(*) FROM delivery WHERE state IN ('pending', 'failed')))::int AS waiting`,
  );
  return rows[0]?.waiting ?? 0;
}

/** Everything told since `since`. Throws when the mail server has not seen a mail that was settled as sent. */
export async function readTold({ db, smtp }: Stage, since: Date): Promise<Told[]> {
  const { rows } = await db.pool.query<Row>(
    `SELECT o.notice->>'type' AS type, o.notice->>'service' AS service, d.channel_id, o.created_at AS at,
       d.created_at AS fanned_out_at, d.first_tried_at AS claimed_at, COALESCE(t.told_by, t.id, d.id) AS mail_id,
       d.in_digest
     FROM outbox o JOIN delivery d ON d.outbox_id = o.id AND d.workspace_id = o.workspace_id
       LEFT JOIN delivery t ON t.id = d.told_by
     WHERE o.created_at >= $1 AND d.state IN ('sent', 'merged')`,
    [since],
  );
  const accepted = new Map(smtp.mails.map((mail) => [localPart(mail), mail.at]));
  return rows.map((row) => {
    const acceptedAt = accepted.get(createHash("sha256").update(row.mail_id).digest("hex").slice(0, 32));
    if (acceptedAt === undefined) throw new Error(`No mail tells delivery ${row.mail_id}.`);
    return {
      type: row.type,
      service: row.service,
      channelId: row.channel_id,
      at: row.at.getTime(),
      fannedOutAt: row.fanned_out_at.getTime(),
      claimedAt: (row.claimed_at ?? row.fanned_out_at).getTime(),
      acceptedAt,
      inDigest: row.in_digest,
    };
  });
}

/** A mail's own id is the hash of its delivery's. */
function localPart({ headers }: ReceivedMail): string {
  return headers["message-id"]?.replace(/^<|@.*$/g, "") ?? "";
}

/** How many notices of a channel were overtaken by one with a later verdict, and by how long at most. */
export function countOvertaken(told: readonly Told[]): { notices: number; mostMs: number } {
  let [notices, mostMs] = [0, 0];
  for (const channelId of new Set(told.map((one) => one.channelId))) {
    const inOrder = told.filter((one) => one.channelId === channelId).sort((a, b) => b.at - a.at);
    let soonest = Number.POSITIVE_INFINITY;
    for (const { acceptedAt } of inOrder) {
      if (acceptedAt > soonest) {
        notices += 1;
        mostMs = Math.max(mostMs, acceptedAt - soonest);
      }
      soonest = Math.min(soonest, acceptedAt);
    }
  }
  return { notices, mostMs };
}
