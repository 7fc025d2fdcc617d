import type { DeliveryWire } from "@rollcall/domain/wire";
import { formatMs } from "../../format/duration.ts";

/** How a delivery went: `good` arrived, `bad` needs somebody, `open` is not over. */
export type DeliveryResult = { tone: "good" | "bad" | "open"; text: string };

/** The result of a delivery in one sentence, with the destination's own words where it refused. */
export function deliveryResult(delivery: DeliveryWire): DeliveryResult {
  const { state, attempts, lastError, durationMs } = delivery;
  const times = attempts === 1 ? "1 attempt" : `${attempts} attempts`;
  const said = lastError === null ? "" : `: ${lastError}`;
  switch (state) {
    case "sent": {
      const took = durationMs === null ? "" : ` in ${formatMs(durationMs)}`;
      return { tone: "good", text: `Sent${took}${attempts > 1 ? `, after ${times}` : ""}.` };
    }
    case "pending":
      return attempts === 0
        ? { tone: "open", text: "Waiting to be sent." }
        : { tone: "open", text: `Not through after ${times}${said}. It is tried again.` };
    case "failed":
      return { tone: "bad", text: `Failed after ${times}${said}. It is tried again.` };
    case "merged":
      return { tone: "good", text: "Told in one with a later message." };
    case "given_up":
      return { tone: "bad", text: `Given up after ${times}${said}.` };
  }
}

/** What was told: "rollout stuck", "channel test". */
export function noticeWords(notice: string): string {
  return notice.replaceAll(/[._]/g, " ");
}
