import { inTransaction } from "@rollcall/db";
import type { ChannelKind } from "@rollcall/domain/glossary";
import { parseInput } from "@rollcall/domain/problem";
import { type ChannelSecretWire, patchChannelInput } from "@rollcall/domain/wire";
import { notifyWorkspace, writeAudit } from "../audit.ts";
import { requirePermission, requireWholeWorkspace } from "../context.ts";
import { tellChannelMended } from "../delivery/disable-channel.ts";
import {
  type ChannelConfig,
  sealChannelConfig,
  showChannelConfig,
  tryOpenChannelConfig,
} from "./channel-config.ts";
import { replaceConfig } from "./complete-config.ts";
import { askAddresses, mailQuestions } from "./confirmed-addresses.ts";
import type { ChannelContext } from "./create-channel.ts";
import { lockChannel } from "./find-channel.ts";
import { readChannelWire } from "./list-channels.ts";
import { requireKnownReceiver } from "./require-known-receiver.ts";

/**
 * Changes what is named and leaves the rest. A config is replaced whole but for secrets left out, and must be of the
 * channel's kind.
 */
export async function patchChannel(
  ctx: ChannelContext,
  channelId: string,
  input: unknown,
): Promise<ChannelSecretWire> {
  requirePermission(ctx, "write");
  requireWholeWorkspace(ctx);
  const { channel, questions } = await inTransaction(ctx.db, async (tx) => {
    const stored = await lockChannel(tx, ctx, channelId);
    const { config, ...plain } = parseInput(patchChannelInput, input);
    const kind = stored.kind as ChannelKind;
    const before = tryOpenChannelConfig(ctx.sealer, stored);
    const completed = config && replaceConfig(kind, before, config);
    const replaced = completed?.config;
    if (replaced) requireKnownReceiver(ctx.guard, kind, replaced);
    await tx.channel.update({
      where: { id: channelId },
      data: {
        ...plain,
        ...(plain.enabled !== undefined && { disabledReason: null }),
        ...(replaced && {
          config: showChannelConfig(replaced),
          sealed: sealChannelConfig(ctx.sealer, channelId, replaced),
        }),
        updatedAt: ctx.now(),
      },
    });
    if (plain.enabled) await tellChannelMended(tx, stored, { now: ctx.now(), baseUrl: ctx.baseUrl });
    if (replaced && placeOf(replaced) !== placeOf(before))
      await tx.channelThread.deleteMany({ where: { workspaceId: ctx.workspaceId, channelId } });
    await writeAudit(tx, ctx, "channel.change", channelId, {
      fields: [...Object.keys(plain), ...(config ? ["config"] : [])],
    });
    await notifyWorkspace(tx, ctx.workspaceId);
    const questions = await askAddresses(tx, ctx, replaced && "to" in replaced ? replaced.to : []);
    const channel = await readChannelWire(tx, ctx, channelId);
    return { channel: { ...channel, ...(completed?.secret && { secret: completed.secret }) }, questions };
  });
  await mailQuestions(ctx, questions);
  return channel;
}

/** Where threads stand: what goes on in a channel that was left must not be told there any more. */
function placeOf(config: ChannelConfig | null): string | null {
  return config !== null && "channel" in config ? config.channel : null;
}
