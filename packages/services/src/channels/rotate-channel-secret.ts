import { inTransaction } from "@rollcall/db";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { type ChannelSecretWire, rotateSecretInput, rotateSigning } from "@rollcall/domain/wire";
import { formatMoment } from "@rollcall/domain/words";
import { notifyWorkspace, writeAudit } from "../audit.ts";
import { requirePermission, requireWholeWorkspace } from "../context.ts";
import { sealChannelConfig, showChannelConfig, tryOpenChannelConfig } from "./channel-config.ts";
import { newSigningSecret } from "./complete-config.ts";
import type { ChannelContext } from "./create-channel.ts";
import { lockChannel } from "./find-channel.ts";
import { readChannelWire } from "./list-channels.ts";

const hourMs = 3_600_000;

/**
 * Gives a webhook a new secret, shown in this answer alone. For `overlapHours` messages are signed with the one before
 * as well, so that a receiver can change over without missing any, and with those from earlier rotations until their own
 * end; 0 hours end all of them at once. A `conflict` while five former secrets sign: none is dropped before its end.
 */
export async function rotateChannelSecret(
  ctx: ChannelContext,
  channelId: string,
  input: unknown,
): Promise<ChannelSecretWire> {
  requirePermission(ctx, "write");
  requireWholeWorkspace(ctx);
  const secret = newSigningSecret();
  const channel = await inTransaction(ctx.db, async (tx) => {
    const row = await lockChannel(tx, ctx, channelId);
    const { overlapHours } = parseInput(rotateSecretInput, input);
    const stored = tryOpenChannelConfig(ctx.sealer, row);
    if (stored === null || !("url" in stored))
      throw new AppError("conflict", "Only a webhook signs with a secret; this channel has none.");
    const now = ctx.now().getTime();
    const rotated = rotateSigning(stored, secret, now + overlapHours * hourMs, now);
    if (rotated.config === null) throw new AppError("conflict", noRoom(rotated.roomAt));
    const { config } = rotated;
    await tx.channel.update({
      where: { id: channelId },
      data: {
        config: showChannelConfig(config),
        sealed: sealChannelConfig(ctx.sealer, channelId, config),
        updatedAt: ctx.now(),
      },
    });
    await writeAudit(tx, ctx, "channel.rotate_secret", channelId, { overlapHours });
    await notifyWorkspace(tx, ctx.workspaceId);
    return readChannelWire(tx, ctx, channelId);
  });
  return { ...channel, secret };
}

function noRoom(roomAt: number): string {
  return `Five former secrets still sign, the next of them until ${formatMoment(roomAt)}. Rotate it then, or now by the API with overlapHours 0, which ends all of them at once.`;
}
