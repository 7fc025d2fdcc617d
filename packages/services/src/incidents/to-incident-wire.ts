/** Incidents as the API and the pages show them. */
import type { Prisma } from "@rollcall/db";
import {
  type Cause,
  type ChannelKind,
  incidentKind,
  incidentState,
  severity,
} from "@rollcall/domain/glossary";
import { flap } from "@rollcall/domain/incident";
import type { DeliveryAttempt, DeliveryState, DeliveryWire, TimelineEntry } from "@rollcall/domain/wire";
import type { IncidentListItem } from "../views.ts";

export type PlacedIncident = Prisma.IncidentModel & {
  environment: { name: string; service: { name: string } };
};
export type ToldDelivery = Prisma.DeliveryModel & {
  channel: Pick<Prisma.ChannelModel, "name" | "kind">;
  outbox: Pick<Prisma.OutboxModel, "notice">;
};
/** What to load with a delivery for its wire form. */
export const deliveryIncludes = { channel: true, outbox: true } as const satisfies Prisma.DeliveryInclude;

const wireTime = (time: Date | null) => time?.toISOString() ?? null;

/** One line of the list, without timeline and deliveries. */
export function toIncidentListItem(row: PlacedIncident): IncidentListItem {
  return {
    id: row.id,
    service: row.environment.service.name,
    environment: row.environment.name,
    severity: severity.parse(row.severity),
    kind: incidentKind.parse(row.kind),
    state: incidentState.parse(row.state),
    title: row.title,
    openedAt: row.openedAt.toISOString(),
    acknowledgedAt: wireTime(row.acknowledgedAt),
    acknowledgedBy: row.acknowledgedBy,
    snoozedUntil: wireTime(row.snoozedUntil),
    flapping: toFlapping(row.flap),
    resolvedAt: wireTime(row.resolvedAt),
    deployId: row.deployId,
    causes: row.causes as unknown as Cause[],
  };
}

function toFlapping(stored: unknown): IncidentListItem["flapping"] {
  const { since = null, calmSince = null } = flap.safeParse(stored).data ?? {};
  if (since === null) return null;
  const time = (at: number) => new Date(at).toISOString();
  return { since: time(since), calmSince: calmSince === null ? null : time(calmSince) };
}

/** One line of the timeline. */
export function toTimelineEntry(row: Prisma.IncidentEntryModel): TimelineEntry {
  return {
    at: row.at.toISOString(),
    type: row.type as TimelineEntry["type"],
    text: row.text,
    actor: row.actor,
  };
}

/** One notice to one channel and how far it got. */
export function toDeliveryWire(row: ToldDelivery): DeliveryWire {
  return {
    id: row.id,
    channelId: row.channelId,
    channelName: row.channel.name,
    channelKind: row.channel.kind as ChannelKind,
    notice: (row.outbox.notice as { type: string }).type,
    state: row.state as DeliveryState,
    attempts: row.attempts,
    lastError: row.lastError,
    createdAt: row.createdAt.toISOString(),
    sentAt: wireTime(row.sentAt),
    nextAttemptAt: wireTime(row.nextAttemptAt),
    durationMs: row.durationMs,
    insteadOf: row.insteadOf,
    toldBy: row.toldBy,
    inDigest: row.inDigest,
    trail: row.trail as unknown as DeliveryAttempt[],
  };
}
