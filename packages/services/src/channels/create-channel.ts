import { inTransaction, newId } from "@rollcall/db";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { type ChannelSecretWire, createChannelInput } from "@rollcall/domain/wire";
import type { Sealer } from "@rollcall/runtime";
import { notifyWorkspace, writeAudit } from "../audit.ts";
import { requirePermission, requireWholeWorkspace } from "../context.ts";
import type { MailingContext } from "../send-mail.ts";
import { sealChannelConfig, showChannelConfig } from "./channel-config.ts";
import { completeConfig } from "./complete-config.ts";
import { askAddresses, mailQuestions } from "./confirmed-addresses.ts";
import { readChannelWire } from "./list-channels.ts";
import { type NamedAddresses, requireKnownReceiver } from "./require-known-receiver.ts";

const channelsMax = 200;

/** What verbs need that store a channel: its config is sealed, the server it posts to checked, its addresses asked. */
export type ChannelContext = MailingContext & { sealer: Sealer; guard: NamedAddresses };

/**
 * Makes a channel; its config is sealed, and shown only in part from then on, a secret made for it in this answer
 * alone. On the plan of strangers its addresses are asked by mail first, and get nothing before they have confirmed.
 */
export async function createChannel(ctx: ChannelContext, input: unknown): Promise<ChannelSecretWire> {
  requirePermission(ctx, "write");
  requireWholeWorkspace(ctx);
  const { config: given, ...wanted } = parseInput(createChannelInput, input);
  const { config, secret } = completeConfig(given);
  requireKnownReceiver(ctx.guard, wanted.kind, config);
  const { channel, questions } = await inTransaction(ctx.db, async (tx) => {
    const inUse = await tx.channel.count({
      where: { workspaceId: ctx.workspaceId, deletedAt: null, forOwners: false },
    });
    if (inUse >= channelsMax)
      throw new AppError("limit_reached", `A workspace has at most ${channelsMax} channels.`);
    const id = newId("chn");
    await tx.channel.create({
      data: {
        id,
        workspaceId: ctx.workspaceId,
        ...wanted,
        config: showChannelConfig(config),
        sealed: sealChannelConfig(ctx.sealer, id, config),
        createdAt: ctx.now(),
        updatedAt: ctx.now(),
      },
    });
    await writeAudit(tx, ctx, "channel.create", id, { kind: wanted.kind, name: wanted.name });
    await notifyWorkspace(tx, ctx.workspaceId);
    const questions = await askAddresses(tx, ctx, "to" in config ? config.to : []);
    return { channel: await readChannelWire(tx, ctx, id), questions };
  });
  await mailQuestions(ctx, questions);
  return { ...channel, ...(secret !== null && { secret }) };
}
