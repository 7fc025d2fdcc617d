import type { Prisma } from "@rollcall/db";
import type { ChannelKind, IncidentKind, Severity } from "@rollcall/domain/glossary";
import type { ChannelWire } from "@rollcall/domain/wire";
import { channelSentence } from "@rollcall/domain/words";
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

/** The channel as the API shows it; of its config only what may be read back. `unconfirmed` may name other addresses. */
export function toChannelWire(row: ChannelRow, unconfirmed: readonly string[]): ChannelWire {
  const last = row.deliveries[0];
  const minSeverity = row.minSeverity as Severity;
  const kinds = row.kinds as IncidentKind[];
  const config = row.config as ChannelWire["config"];
  const waiting = config.to?.filter((address) => unconfirmed.includes(address)) ?? [];
  return {
    id: row.id,
    kind: row.kind as ChannelKind,
    name: row.name,
    config,
    ...(waiting.length > 0 && { unconfirmed: waiting }),
    enabled: row.enabled,
    disabledReason: row.disabledReason,
    liveNotices: row.liveNotices,
    minSeverity,
    services: row.services,
    environments: row.environments,
    kinds,
    actors: row.actors,
    escalateAfterMinutes: row.escalateAfterMinutes,
    sentence: channelSentence({ ...row, minSeverity, kinds, isAuthor: config.author === true }),
    lastDelivery: last === undefined ? null : toDeliveryWire({ ...last, channel: row }),
    createdAt: row.createdAt.toISOString(),
  };
}
