import type { Prisma } from "@rollcall/db";
import type { ChannelKind, Severity } from "@rollcall/domain/glossary";
import type { ChannelWire } from "@rollcall/domain/wire";
import { toDeliveryWire } from "../incidents/to-incident-wire.ts";

/** What to load with a channel for its wire form: the last delivery. */
export const channelIncludes = {
  deliveries: {
    orderBy: { createdAt: "desc" },
    take: 1,
    include: { outbox: { select: { notice: true } } },
  },
} as const satisfies Prisma.ChannelInclude;
export type ChannelRow = Prisma.ChannelGetPayload<{ include: typeof channelIncludes }>;

/** The channel as the API shows it; of its config only what may be read back. */
export function toChannelWire(row: ChannelRow): ChannelWire {
  const last = row.deliveries[0];
  return {
    id: row.id,
    kind: row.kind as ChannelKind,
    name: row.name,
    config: row.config as ChannelWire["config"],
    enabled: row.enabled,
    liveNotices: row.liveNotices,
    minSeverity: row.minSeverity as Severity,
    services: row.services,
    environments: row.environments,
    lastDelivery: last === undefined ? null : toDeliveryWire({ ...last, channel: row }),
    createdAt: row.createdAt.toISOString(),
  };
}
