import type { Notice } from "@rollcall/domain/notice";

/**
 * What became of one attempt. `sent`: the receiver has taken it, `answer` is its code ("200", "250"), `thread` what to
 * keep for the next notice of the same thread. `retry`: it may arrive another time, not before `retryAfterMs` when the
 * receiver said so. `refused`: it never will, as things are; `isChannelGone` when nothing else will either (410, a token
 * that was taken back), so that the channel is switched off and its owners are told. `error` is for whoever owns the
 * channel; `detail`, what a server said in its own words, is for the operator's log alone.
 */
export type SendResult =
  | { kind: "sent"; detail: string; answer?: string; thread?: unknown }
  | { kind: "retry"; error: string; detail?: string; retryAfterMs?: number }
  | { kind: "refused"; error: string; detail?: string; isChannelGone?: boolean };

/** For whom a message is written: their IANA zone where it is known, and the page on which they can stop it. */
export type Reader = { timeZone?: string; settingsUrl?: string };

/**
 * One notice to one channel; `deliveryId` is the same on every attempt, so that a receiver can tell a repeat. `thread` is
 * what the last `sent` of the notice's thread gave to keep in this channel.
 */
export type Sending = {
  config: unknown;
  notice: Notice;
  deliveryId: string;
  reader?: Reader;
  channelId?: string;
  thread?: unknown;
};

/** Sends notices to channels of one kind. `config` is the channel's, opened; never throws for what a receiver does. */
export type Sender = { send(sending: Sending): Promise<SendResult> };
