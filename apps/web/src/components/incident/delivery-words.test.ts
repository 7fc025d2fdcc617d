import type { DeliveryState, DeliveryWire } from "@rollcall/domain/wire";
import { expect, test } from "vitest";
import { attemptWords, receiptWords, toldSentence, triesSentence } from "./delivery-words.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");
const at = "2026-11-22T12:04:31Z";

test.each([
  { outcome: "sent", said: "200", durationMs: 240, expected: "Sent, 200 in 240 ms" },
  {
    outcome: "failed",
    said: "Slack answered 503",
    durationMs: 15_000,
    expected: "Failed after 15.0 s: Slack answered 503",
  },
  {
    outcome: "refused",
    said: "the channel was deleted",
    durationMs: null,
    expected: "Refused: the channel was deleted",
  },
] as const)("an attempt: $expected", ({ expected, ...attempt }) => {
  expect(plain(attemptWords({ at, ...attempt }))).toBe(expected);
});

const delivery = (state: DeliveryState, attempts = 1, known = attempts): DeliveryWire => ({
  id: "dlv_1",
  channelId: "chn_1",
  channelName: "#deploys",
  channelKind: "slack",
  notice: "rollout.stuck",
  state,
  attempts,
  lastError: null,
  createdAt: at,
  sentAt: null,
  nextAttemptAt: null,
  durationMs: null,
  insteadOf: null,
  toldBy: null,
  inDigest: false,
  trail: Array.from({ length: known }, () => ({ at, outcome: "failed", said: "503", durationMs: 1 })),
});

test("attempts whose sender died are counted, one that is under way is not among them", () => {
  const tries = (one: DeliveryWire) => plain(triesSentence(one));
  expect(tries(delivery("sent", 3))).toBe("3 attempts");
  expect(tries(delivery("sent", 3, 2))).toBe("3 attempts, 1 cut short");
  expect(tries(delivery("pending", 3, 2))).toBe("3 attempts");
});

test("what is told in a digest says so, before and after", () => {
  const waiting = { ...delivery("pending"), inDigest: true };
  expect(receiptWords(waiting)).toBe("Waits to be told in one with others");
  expect(receiptWords({ ...delivery("sent"), inDigest: true, toldBy: "dlv_2" })).toBe(
    "Sent, in one with others",
  );
  expect(receiptWords({ ...delivery("sent"), inDigest: true })).toBe("Sent");
});

test("a message that another says as well is not counted twice", () => {
  const told = (...all: DeliveryWire[]) => plain(toldSentence(all));
  expect(told(delivery("merged"), delivery("sent"))).toBe("1 of 1 message arrived.");
  expect(told(delivery("sent"), delivery("given_up"))).toBe(
    "1 of 2 messages arrived, 1 could not be delivered.",
  );
  expect(told()).toBe("Nobody has been told: no channel takes this kind of message.");
});
