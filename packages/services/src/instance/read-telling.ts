import type { Database } from "@rollcall/db";
import type { InstanceFacts } from "@rollcall/domain/instance";

type Telling = Pick<InstanceFacts, "noticesSince" | "deliveriesSince" | "mailRefusedSince" | "deadLetters">;
const deadLetterMs = 86_400_000;

/** What waits to be told, or was given up, in every workspace; dead letters of one alone where it is named. */
export async function readTelling(
  db: Database,
  { now, workspaceId }: { now: Date; workspaceId?: string },
): Promise<Telling> {
  const [row] = await db.prisma.$queryRaw<
    { notices: Date | null; deliveries: Date | null; mail: Date | null }[]
  >`
    SELECT
      (SELECT min(created_at) FROM outbox WHERE fanned_out_at IS NULL) AS notices,
      -- What waits behind others of a channel that are being tried, or were and wait for their time, is its receiver's
      -- to answer for.
      (SELECT min(c.since) FROM (
        SELECT min(next_attempt_at) FILTER (
            WHERE next_attempt_at <= ${now} AND (claimed_until IS NULL OR claimed_until <= ${now})) AS since,
          bool_or((state = 'failed' AND next_attempt_at > ${now}) OR COALESCE(claimed_until > ${now}, false)) AS is_tried
        FROM delivery WHERE state IN ('pending', 'failed') GROUP BY channel_id) c
        WHERE NOT c.is_tried) AS deliveries,
      -- A mail that is taken after another was refused shows that it was that receiver.
      (SELECT min(d.first_tried_at) FROM delivery d JOIN channel c ON c.id = d.channel_id
        WHERE d.state = 'failed' AND c.kind = 'email' AND NOT EXISTS (
          SELECT 1 FROM delivery s JOIN channel m ON m.id = s.channel_id
          WHERE m.kind = 'email' AND s.state = 'sent' AND s.sent_at > d.first_tried_at)) AS mail`;
  const deadLetters = await db.prisma.delivery.count({
    where: { state: "given_up", createdAt: { gt: new Date(now.getTime() - deadLetterMs) }, workspaceId },
  });
  return {
    noticesSince: row?.notices?.getTime() ?? null,
    deliveriesSince: row?.deliveries?.getTime() ?? null,
    mailRefusedSince: row?.mail?.getTime() ?? null,
    deadLetters,
  };
}
