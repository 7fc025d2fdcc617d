import type { DeliveryAttempt, DeliveryState, DeliveryWire } from "@rollcall/domain/wire";
import { countOf } from "../../format/count.ts";
import { formatMs } from "../../format/duration.ts";

const deliveryWords: Record<DeliveryState, string> = {
  pending: "On its way",
  sent: "Sent",
  failed: "Failed",
  given_up: "Given up",
  merged: "Told in one with a later message",
};

/** How far a message got: "Sent", "Sent, in one with others", "Waits to be told in one with others". */
export function receiptWords({ state, inDigest, toldBy }: DeliveryWire): string {
  if (state === "pending" && inDigest) return "Waits to be told in one with others";
  return state === "sent" && toldBy !== null ? "Sent, in one with others" : deliveryWords[state];
}

/** What the receiver answered, and how fast: "200 in 240 ms". */
export function answerWords({ said, durationMs }: DeliveryAttempt): string {
  return durationMs === null ? said : `${said} in ${formatMs(durationMs)}`;
}

/** How an attempt ended: "Sent, 200 in 240 ms", "Failed after 15.0 s: Slack answered 503". */
export function attemptWords(attempt: DeliveryAttempt): string {
  const { outcome, said, durationMs } = attempt;
  if (outcome === "sent") return `Sent, ${answerWords(attempt)}`;
  const took = durationMs === null ? "" : ` after ${formatMs(durationMs)}`;
  return `${outcome === "failed" ? "Failed" : "Refused"}${took}: ${said}`;
}

/** "12 attempts", and how many of them nobody knows the end of: their sender died. */
export function triesSentence({ attempts, trail, state }: DeliveryWire): string {
  const underWay = state === "pending" ? 1 : 0;
  const unknown = attempts - trail.length - underWay;
  return unknown > 0 ? `${countOf(attempts, "attempt")}, ${unknown} cut short` : countOf(attempts, "attempt");
}

/** "3 of 4 messages arrived": whether people know. */
export function toldSentence(deliveries: DeliveryWire[]): string {
  if (deliveries.length === 0) return "Nobody has been told: no channel takes this kind of message.";
  const messages = deliveries.filter(({ state }) => state !== "merged");
  const arrived = messages.filter(({ state }) => state === "sent").length;
  const lost = messages.filter(({ state }) => state === "given_up").length;
  const text = `${arrived} of ${countOf(messages.length, "message")} arrived`;
  return lost === 0 ? `${text}.` : `${text}, ${lost} could not be delivered.`;
}
