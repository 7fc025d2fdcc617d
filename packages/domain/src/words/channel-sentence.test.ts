import { expect, it } from "vitest";
import { type ChannelFilter, channelSentence } from "./channel-sentence.ts";

const filter: ChannelFilter = {
  name: "#deploys",
  minSeverity: "warning",
  liveNotices: false,
  services: [],
  environments: [],
};

const cases: { more: Partial<ChannelFilter>; expected: string }[] = [
  { more: {}, expected: "Tell #deploys when any service is stuck, degraded or down." },
  {
    more: { services: ["checkout-api"], environments: ["production"] },
    expected: "Tell #deploys when production of checkout-api is stuck, degraded or down.",
  },
  {
    more: { minSeverity: "critical", services: ["checkout-api", "web", "search"] },
    expected: "Tell #deploys when checkout-api, web or search is degraded or down.",
  },
  {
    more: { liveNotices: true, environments: ["production", "staging"] },
    expected:
      "Tell #deploys when production or staging of any service is stuck, degraded or down, and when a deploy is live.",
  },
];

it.each(cases)("$expected", ({ more, expected }) => {
  expect(channelSentence({ ...filter, ...more })).toBe(expected);
});
