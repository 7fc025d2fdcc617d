import { isVendorUrl, vendorExample, type WebhookVendor } from "@rollcall/domain/wire";
import type { Guard } from "@rollcall/outbound";
import { classifyAnswer, type Receiver } from "./classify-answer.ts";
import { postJson } from "./post-json.ts";
import type { SendResult } from "./sender.ts";

/**
 * Posts to a webhook of a vendor. Another server that speaks as the vendor's does is reached only at addresses that the
 * operator has named.
 */
export async function postToVendor(
  guard: Guard,
  receiver: Receiver & { vendor: WebhookVendor },
  url: string,
  body: unknown,
): Promise<SendResult> {
  const isTheirs = isVendorUrl(receiver.vendor, url);
  const answer = await postJson(
    isTheirs ? guard : { ...guard, isOpen: guard.isNamed },
    url,
    JSON.stringify(body),
  );
  if (isTheirs || answer.outcome.kind !== "blocked_target")
    return classifyAnswer(receiver, answer, Date.now());
  const error = `This is not an address of ${receiver.name} (${vendorExample(receiver.vendor)}). The operator of this instance can allow another server's by ROLLCALL_ALLOW_TARGETS.`;
  return { kind: "refused", error };
}
