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
  { more: {}, expected: "Tell #deploys when any service is in trouble." },
  {
    more: { services: ["checkout-api"], environments: ["production"] },
    expected: "Tell #deploys when production of checkout-api is in trouble.",
  },
  {
    more: { minSeverity: "critical", services: ["checkout-api", "web", "search"] },
    expected: "Tell #deploys when checkout-api, web or search is in critical trouble.",
  },
  {
    more: { liveNotices: true, environments: ["production", "staging"] },
    expected:
      "Tell #deploys when production or staging of any service is in trouble, and when a deploy is live.",
  },
  {
    more: { kinds: ["stuck"], services: ["checkout-api"], environments: ["production"] },
    expected: "Tell #deploys when production of checkout-api is stuck.",
  },
  {
    more: { kinds: ["outage", "drift"], minSeverity: "critical", actors: ["octocat", "ana"] },
    expected:
      "Tell #deploys when any service is down or serving another version, if that is critical, after a deploy by octocat or ana.",
  },
  {
    more: { isAuthor: true, environments: ["production"], escalateAfterMinutes: 5 },
    expected:
      "Tell the author of a deploy when production of any service is in trouble and nobody has acknowledged it for 5 min.",
  },
];

it.each(cases)("$expected", ({ more, expected }) => {
  expect(channelSentence({ ...filter, ...more })).toBe(expected);
});
