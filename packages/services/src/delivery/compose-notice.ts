/** What a delivery says at the moment it is sent: see `tellPresent` of the domain, which this feeds with what is stored. */
import type { Database } from "@rollcall/db";
import { lateAfterMs, type PresentFacts, tellPresent } from "@rollcall/domain/delivery";
import type { Instant } from "@rollcall/domain/glossary";
import { type Notice, notice } from "@rollcall/domain/notice";
import type { ClaimedRow } from "./claim-rows.ts";
import { noticeSubject } from "./notice-subject.ts";
import { readPresent } from "./read-present.ts";

type Composed = { notice: Notice } | { notice: null; why: string };

/** The message of a claimed delivery and of those merged into it; without one there is nothing to tell, and `why`. */
export async function composeNotice(
  db: Database,
  row: ClaimedRow,
  own: Notice,
  now: Instant,
): Promise<Composed> {
  const merged = row.hasMerged ? await readMerged(db, row.deliveryId) : [];
  const isLate = now - (merged[0] ?? own).at >= lateAfterMs;
  if (own.tone === "note" && isLate && (await isOver(db, row, own)))
    return { notice: null, why: "it was over before it arrived" };
  const isLateProblem = own.tone === "problem" && isLate;
  // A fallback is chosen after the end may have been told elsewhere, however soon.
  const mayBeOver = isLateProblem || (own.tone === "problem" && row.insteadOf !== null);
  const end = mayBeOver ? await readEnd(db, row) : null;
  if (end?.isTold) return { notice: null, why: "it was over, and told to be over, before it arrived" };
  const waiting = [...merged, own, ...(end === null ? [] : [end.notice])];
  const told = tellPresent({
    waiting,
    isProblemTold: waiting.at(-1)?.tone === "recovery" && (await isProblemTold(db, row)),
    now,
    ...(isLateProblem && end === null && (await readSince(db, row, own))),
  });
  return told === null ? { notice: null, why: "the alert it answers never arrived here" } : { notice: told };
}

async function isOver(db: Database, { workspaceId }: ClaimedRow, { incidentId }: Notice): Promise<boolean> {
  const open = { workspaceId, id: incidentId ?? "", state: { not: "resolved" } };
  return (await db.prisma.incident.count({ where: open })) === 0;
}

/** How the problem of a late message stands now, and who has taken it on. */
async function readSince(
  db: Database,
  { workspaceId, incidentId }: ClaimedRow,
  own: Notice,
): Promise<{ present: PresentFacts; acknowledgedBy?: string }> {
  const present = await readPresent(db, workspaceId, own);
  if (incidentId === null) return { present };
  const incident = await db.prisma.incident.findFirst({ where: { workspaceId, id: incidentId } });
  const { acknowledgedBy = null, state } = incident ?? {};
  return { present, ...(state === "acknowledged" && acknowledgedBy !== null && { acknowledgedBy }) };
}

/** The notice that ended the incident after this one was written and is on its way, and whether this channel has it. */
async function readEnd(db: Database, row: ClaimedRow): Promise<{ notice: Notice; isTold: boolean } | null> {
  const { workspaceId, incidentId, outboxId, channelId } = row;
  if (incidentId === null) return null;
  const ended = await db.prisma.outbox.findFirst({
    where: {
      workspaceId,
      incidentId,
      id: { gt: outboxId },
      // Until then it is not known whether it comes here by itself.
      fannedOutAt: { not: null },
      notice: { path: ["tone"], equals: "recovery" },
    },
    include: { deliveries: { where: { channelId, state: "sent" } } },
    orderBy: { id: "desc" },
  });
  const parsed = notice.safeParse(ended?.notice);
  return ended && parsed.success ? { notice: parsed.data, isTold: ended.deliveries.length > 0 } : null;
}

async function readMerged(db: Database, toldBy: string): Promise<Notice[]> {
  const rows = await db.prisma.delivery.findMany({
    where: { toldBy, state: "merged" },
    select: { outbox: { select: { notice: true } } },
    orderBy: { outboxId: "asc" },
  });
  return rows.flatMap(({ outbox }) => notice.safeParse(outbox.notice).data ?? []);
}

async function isProblemTold(db: Database, row: ClaimedRow): Promise<boolean> {
  const subject = noticeSubject(row);
  // Without a subject it was written for channels that were told.
  if (subject === null) return true;
  const { workspaceId, channelId } = row;
  const sent = await db.prisma.delivery.count({
    where: {
      workspaceId,
      channelId,
      state: "sent",
      outbox: { ...subject, notice: { path: ["tone"], equals: "problem" } },
    },
  });
  return sent > 0;
}
