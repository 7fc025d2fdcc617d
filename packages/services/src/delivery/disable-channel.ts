/** A channel whose receiver is gone for good is switched off, and its owners hear of it by another way. */
import { newId, type Prisma, type Tx } from "@rollcall/db";
import type { Notice } from "@rollcall/domain/notice";
import { notifyWorkspace } from "../audit.ts";
import { channelLabel } from "./match-channels.ts";
import { ensureOwnersChannel } from "./owners-channel.ts";
import { writeOutbox } from "./write-outbox.ts";

/** Switches the channel off and tells the owners why, once: a channel that is off already stays as it is. */
export async function disableChannel(
  tx: Tx,
  channel: Prisma.ChannelModel,
  { why, now, baseUrl }: { why: string; now: Date; baseUrl: string },
): Promise<void> {
  const { id, workspaceId } = channel;
  const { count } = await tx.channel.updateMany({
    where: { id, workspaceId, enabled: true, forOwners: false },
    data: { enabled: false, disabledReason: why.slice(0, 500), updatedAt: now },
  });
  if (count === 0) return;
  await tx.auditEvent.create({
    data: {
      id: newId("aud"),
      workspaceId,
      at: now,
      actor: "system:notifier",
      action: "channel.disable",
      target: id,
      data: { name: channel.name, why: why.slice(0, 500) },
    },
  });
  const item = { workspaceId, environmentId: null, incidentId: null };
  const channelId = await ensureOwnersChannel(tx, workspaceId, now);
  await writeOutbox(tx, { ...item, channelId, notice: disabledNotice(channel, { why, now, baseUrl }) }, now);
  await notifyWorkspace(tx, workspaceId);
}

/** Ends what PagerDuty was told of a channel that had switched itself off: nothing else keeps an alert open. */
export async function tellChannelMended(
  tx: Tx,
  channel: Prisma.ChannelModel,
  { now, baseUrl }: { now: Date; baseUrl: string },
): Promise<void> {
  const { workspaceId, disabledReason: why } = channel;
  if (why === null) return;
  const disabled = disabledNotice(channel, { why, now, baseUrl });
  const notice: Notice = { ...disabled, tone: "recovery", severity: null };
  const told = await tx.delivery.findMany({
    where: {
      workspaceId,
      state: { notIn: ["given_up", "merged"] },
      channel: { kind: "pagerduty", deletedAt: null },
      outbox: { notice: { path: ["threadKey"], equals: notice.threadKey } },
    },
    distinct: ["channelId"],
  });
  const item = { workspaceId, environmentId: null, incidentId: null };
  for (const { channelId } of told) await writeOutbox(tx, { ...item, channelId, notice }, now);
}

function disabledNotice(
  channel: Prisma.ChannelModel,
  { why, now, baseUrl }: { why: string; now: Date; baseUrl: string },
): Notice {
  const label = channelLabel(channel);
  const page = `${baseUrl}/channels/${channel.id}`;
  return {
    type: "channel.disabled",
    tone: "problem",
    severity: "warning",
    sample: false,
    at: now.getTime(),
    since: now.getTime(),
    service: "",
    environment: "",
    impact: `${label} is told nothing any more`,
    summary: `${label} was switched off: ${why}`,
    version: null,
    serving: null,
    actor: null,
    ciUrl: null,
    share: null,
    regions: [],
    causes: [],
    incidentId: null,
    deployId: null,
    monitorId: null,
    threadKey: `channel-${channel.id}`,
    links: { primary: page, incident: null },
  };
}
