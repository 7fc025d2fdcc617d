import type { DeliveryWire } from "@rollcall/domain/wire";
import { expect, test } from "vitest";
import { channelStatus } from "./channel-status.ts";
import { deliveryResult, noticeWords } from "./delivery-words.ts";

test.each([
  { change: {}, expected: "Tell ops when any service is down." },
  { change: { enabled: false }, expected: "Off: nothing is told here." },
  {
    change: { enabled: false, disabledReason: "Slack answered 410" },
    expected: "Switched itself off, since its receiver is gone: Slack answered 410",
  },
])("a channel: $expected", ({ change, expected }) => {
  const channel = { enabled: true, disabledReason: null, sentence: "Tell ops when any service is down." };
  expect(channelStatus({ ...channel, ...change })).toBe(expected);
});

const delivery: DeliveryWire = {
  id: "dlv_1",
  channelId: "chn_1",
  channelName: "#deploys",
  channelKind: "slack",
  notice: "rollout.old_returned",
  state: "sent",
  attempts: 1,
  lastError: null,
  createdAt: "2026-11-22T10:00:00Z",
  sentAt: "2026-11-22T10:00:01Z",
  nextAttemptAt: null,
  durationMs: 412,
  insteadOf: null,
  toldBy: null,
  inDigest: false,
  trail: [],
};

test.each([
  { name: "sent at once", change: {}, expected: { tone: "good", text: "Sent in 412\u00a0ms." } },
  {
    name: "sent late",
    change: { attempts: 3, lastError: "503" },
    expected: { tone: "good", text: "Sent in 412\u00a0ms, after 3 attempts." },
  },
  {
    name: "said by a later message",
    change: { state: "merged" },
    expected: { tone: "good", text: "Told in one with a later message." },
  },
  {
    name: "not taken up",
    change: { state: "pending", attempts: 0 },
    expected: { tone: "open", text: "Waiting to be sent." },
  },
  {
    name: "being retried",
    change: { state: "pending", attempts: 1, lastError: "connection refused" },
    expected: { tone: "open", text: "Not through after 1 attempt: connection refused. It is tried again." },
  },
  {
    name: "given up",
    change: { state: "given_up", attempts: 1, lastError: "no_service" },
    expected: { tone: "bad", text: "Given up after 1 attempt: no_service." },
  },
] as const)("a delivery that is $name", ({ change, expected }) => {
  expect(deliveryResult({ ...delivery, ...change })).toEqual(expected);
});

test("a notice is named by words", () => {
  expect(noticeWords(delivery.notice)).toBe("rollout old returned");
});
