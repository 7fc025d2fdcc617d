import type { ChannelKind } from "@rollcall/domain/glossary";
import { AppError } from "@rollcall/domain/problem";
import { isVendorUrl, vendorExample, webhookVendor } from "@rollcall/domain/wire";
import type { ChannelConfig } from "./channel-config.ts";

/** What the operator opened beyond the public internet; `createGuard` of `@rollcall/outbound` makes one. */
export type NamedAddresses = { isNamed(address: string): boolean; namesAny: boolean };

/**
 * Refuses a vendor's channel that posts elsewhere, unless the operator may have named its address. It exists for a clear
 * answer at once: the sender checks every address a name resolves to.
 */
export function requireKnownReceiver(guard: NamedAddresses, kind: ChannelKind, config: ChannelConfig): void {
  const vendor = webhookVendor.safeParse(kind).data;
  if (vendor === undefined || !("webhookUrl" in config)) return;
  if (isVendorUrl(vendor, config.webhookUrl)) return;
  const host = new URL(config.webhookUrl).hostname.replace(/^\[|\]$/g, "");
  const isAddress = host.includes(":") || /^[\d.]+$/.test(host);
  if (isAddress ? guard.isNamed(host) : guard.namesAny) return;
  throw new AppError("invalid_input", "This is not an address where such a channel can post.", {
    errors: [
      {
        detail: `must be of the form ${vendorExample(vendor)}; the operator of this instance can allow another server by ROLLCALL_ALLOW_TARGETS`,
        pointer: "#/config/webhookUrl",
      },
    ],
  });
}
