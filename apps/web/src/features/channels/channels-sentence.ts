import type { ChannelWire } from "@rollcall/domain/wire";
import { countOf } from "../../format/count.ts";
import { deliveryResult } from "./delivery-words.ts";

/** Who would hear of a stuck rollout now, and whether something stands in the way. */
export function channelsSentence(channels: ChannelWire[]): string {
  const on = channels.filter((channel) => channel.enabled);
  if (channels.length === 0)
    return "When something goes wrong now, it stands on these pages and nowhere else.";
  if (on.length === 0) return "Every channel is off: nobody is told.";
  const broken = on.filter(
    ({ lastDelivery }) => lastDelivery !== null && deliveryResult(lastDelivery).tone === "bad",
  );
  const told = `${countOf(on.length, "channel")} ${on.length === 1 ? "is" : "are"} told`;
  return broken.length === 0
    ? `${told}.`
    : `${told}; the last message did not arrive at ${broken.map(({ name }) => name).join(", ")}.`;
}
