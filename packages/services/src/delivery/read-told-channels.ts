import type { Tx } from "@rollcall/db";
import type { NoticeSubject } from "./notice-subject.ts";

/** The channels that were sent a problem of this subject, or still will be. */
export async function readToldChannels(
  tx: Tx,
  workspaceId: string,
  subject: NoticeSubject | null,
): Promise<Set<string>> {
  if (subject === null) return new Set();
  const deliveries = await tx.delivery.findMany({
    where: {
      workspaceId,
      state: { notIn: ["given_up", "merged"] },
      outbox: { ...subject, notice: { path: ["tone"], equals: "problem" } },
    },
    select: { channelId: true },
    distinct: ["channelId"],
  });
  return new Set(deliveries.map((delivery) => delivery.channelId));
}
