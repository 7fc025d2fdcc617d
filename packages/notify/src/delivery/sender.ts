import type { Notice } from "@rollcall/domain/notice";

/**
 * What became of one attempt. `sent`: the receiver has taken it. `retry`: it may arrive another time, not before
 * `retryAfterMs` when the receiver said so. `refused`: it never will, as things are. `error` is for whoever owns the
 * channel; `detail`, what a server said in its own words, is for the operator's log alone.
 */
export type SendResult =
  | { kind: "sent"; detail: string }
  | { kind: "retry"; error: string; detail?: string; retryAfterMs?: number }
  | { kind: "refused"; error: string; detail?: string };

/** Sends notices to channels of one kind. `config` is the channel's, opened; never throws for what a receiver does. */
export type Sender = {
  send(args: { config: unknown; notice: Notice; deliveryId: string }): Promise<SendResult>;
};
