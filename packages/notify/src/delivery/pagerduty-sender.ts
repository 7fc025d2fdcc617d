import { pagerdutyConfig } from "@rollcall/domain/wire";
import type { Guard } from "@rollcall/outbound";
import { renderPagerduty } from "../pagerduty/render-pagerduty.ts";
import { classifyAnswer, type Receiver } from "./classify-answer.ts";
import { postJson } from "./post-json.ts";
import type { Sender, SendResult } from "./sender.ts";

const origins = { us: "https://events.pagerduty.com", eu: "https://events.eu.pagerduty.com" };
const paths = { alert: "/v2/enqueue", change: "/v2/change/enqueue" };

/** It answers 400 with `{ status, message, errors }`; a key that belongs to nothing is named there. */
const pagerduty: Receiver = {
  name: "PagerDuty",
  quote: (body) => {
    const [error = ""] = /"errors":\["([\w '",.\-()]{1,200}?)"/.exec(body)?.slice(1) ?? [];
    return error;
  },
  isGone: (error) => /routing[ _]key/i.test(error),
};

/** Sends notices to PagerDuty's Events API v2; repeating any of its events changes nothing. `origin` stands in for PagerDuty's own, in either region. */
export function createPagerdutySender({ guard, origin }: { guard: Guard; origin?: string }): Sender {
  return {
    send: async ({ config, notice }) => {
      const parsed = pagerdutyConfig.safeParse(config);
      if (!parsed.success) return { kind: "refused", error: "The channel has no valid routing key." };
      const { routingKey, region } = parsed.data;
      let result: SendResult = { kind: "refused", error: "There is nothing to tell." };
      for (const { endpoint, event } of renderPagerduty(notice)) {
        const url = `${origin ?? origins[region]}${paths[endpoint]}`;
        const body = JSON.stringify({ routing_key: routingKey, ...event });
        result = classifyAnswer(pagerduty, await postJson(guard, url, body), Date.now());
        if (result.kind !== "sent") break;
      }
      return result;
    },
  };
}
