import type { ChannelWire } from "@rollcall/domain/wire";

/** What a channel does, in one sentence: whom it tells of what, or why it is off. */
export function channelStatus({
  enabled,
  disabledReason,
  sentence,
}: Pick<ChannelWire, "enabled" | "disabledReason" | "sentence">): string {
  if (enabled) return sentence;
  if (disabledReason === null) return "Off: nothing is told here.";
  return `Switched itself off, since its receiver is gone: ${disabledReason}`;
}
