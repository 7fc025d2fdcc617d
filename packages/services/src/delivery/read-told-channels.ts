import type { Tx } from "@rollcall/db";

/** The channels that were sent a problem of this incident, or still will be. */
export async function readToldChannels(
  tx: Tx,
  workspaceId: string,
  incidentId: string | null,
): Promise<Set<string>> {
  if (incidentId === null) return new Set();
  const deliveries = await tx.delivery.findMany({
    where: {
      workspaceId,
      state: { not: "given_up" },
      outbox: { incidentId, notice: { path: ["tone"], equals: "problem" } },
    },
    select: { channelId: true },
    distinct: ["channelId"],
  });
  return new Set(deliveries.map((delivery) => delivery.channelId));
}
