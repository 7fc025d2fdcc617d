import type { Outcome } from "@rollcall/domain/observation";
import { describeOutcome } from "@rollcall/domain/observation-text";
import { type OutboundResult, readRetryAfterMs } from "@rollcall/outbound";
import type { SendResult } from "./sender.ts";

/** What of an outbound request tells how a message went. */
export type Answer = Pick<OutboundResult, "outcome" | "headers" | "body" | "totalMs">;

/**
 * How a receiver is to be understood. `quote` takes its own words out of an answer as far as they may be shown; the URL
 * never may. `isFinal` says which refusals no other attempt changes: without it any 3xx and any 4xx that is not about
 * time. `isGone` says of what is quoted whether it ends the whole channel, as 401, 403, 404 and 410 always do; from a
 * receiver that explains itself they count only with its words, since an edge on the way answers them too.
 */
export type Receiver = {
  name: string;
  quote?: (body: string) => string;
  isFinal?: (status: number) => boolean;
  isGone?: (quote: string) => boolean;
};

/** Outcomes that are the channel's own fault: another attempt would end the same. */
const finalOutcomes: Outcome["kind"][] = ["blocked_target", "bad_redirect"];
const laterStatuses = new Set([408, 425, 429]);
/** The address was removed or the key taken back: no message will arrive there again. */
const goneStatuses = new Set([401, 403, 404, 410]);

/** 2xx is taken; what the receiver calls final is refused; the rest, network trouble too, may pass. */
export function classifyAnswer(receiver: Receiver, answer: Answer, now: number): SendResult {
  const { outcome } = answer;
  if (outcome.kind !== "answered") {
    const error = `${receiver.name} was not reached: ${describeOutcome(outcome, answer.totalMs)}`;
    return { kind: finalOutcomes.includes(outcome.kind) ? "refused" : "retry", error };
  }
  const { status } = outcome;
  const quote = receiver.quote?.(answer.body?.toString("utf8").trim() ?? "") ?? "";
  const said = `${receiver.name} answered ${status}${quote === "" ? "" : ` ${quote}`}`;
  if (status >= 200 && status < 300) return { kind: "sent", detail: said, answer: String(status) };
  const { isFinal = isRefusal } = receiver;
  const isUnexplained = goneStatuses.has(status) && receiver.quote !== undefined && quote === "";
  if (isFinal(status) && !isUnexplained) {
    const isGone = goneStatuses.has(status) || receiver.isGone?.(quote) === true;
    return { kind: "refused", error: said, ...(isGone && { isChannelGone: true }) };
  }
  const retryAfterMs = readRetryAfterMs(answer.headers, now);
  return { kind: "retry", error: said, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

function isRefusal(status: number): boolean {
  return status < 500 && !laterStatuses.has(status);
}
