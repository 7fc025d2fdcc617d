import { describe, expect, it } from "vitest";
import { type ChannelRule, describeMatches, describeRefusals, matchChannels } from "./match-channels.ts";

const channel = (more: Partial<ChannelRule> = {}): ChannelRule => ({
  id: "chn_1",
  kind: "slack",
  name: "ops",
  enabled: true,
  liveNotices: false,
  minSeverity: "warning",
  services: [],
  environments: [],
  kinds: [],
  actors: [],
  config: {},
  forOwners: false,
  escalateAfterMinutes: null,
  ...more,
});
const problem = {
  type: "rollout.stuck",
  actor: "octocat",
  tone: "problem",
  severity: "warning",
  service: "checkout-api",
  environment: "production",
} as const;
const critical = { ...problem, severity: "critical" } as const;
const recovery = { ...problem, tone: "recovery" } as const;
const note = { ...problem, tone: "note", severity: null } as const;
const info = { ...problem, tone: "info", severity: null } as const;

const cases = [
  {
    name: "a channel that waits for acknowledgement is not told at once",
    notice: critical,
    channel: channel({ escalateAfterMinutes: 5 }),
    told: false,
  },
  {
    name: "it is told when nobody has acknowledged it for so long",
    notice: { ...critical, unacknowledgedMinutes: 5 },
    channel: channel({ escalateAfterMinutes: 5 }),
    told: true,
  },
  {
    name: "and not before",
    notice: { ...critical, unacknowledgedMinutes: 4 },
    channel: channel({ escalateAfterMinutes: 5 }),
    told: false,
  },
  {
    name: "what is for those who wait is not told again to the others",
    notice: { ...critical, unacknowledgedMinutes: 5 },
    channel: channel(),
    told: false,
  },
  {
    name: "what concerns the whole workspace cannot be acknowledged, and is told at once",
    notice: { ...critical, service: "", environment: "" },
    channel: channel({ escalateAfterMinutes: 5 }),
    told: true,
  },
  { name: "a warning reaches a channel without filters", notice: problem, channel: channel(), told: true },
  {
    name: "a warning is kept from a channel for criticals",
    notice: problem,
    channel: channel({ minSeverity: "critical" }),
    told: false,
  },
  {
    name: "a critical reaches a channel for criticals",
    notice: critical,
    channel: channel({ minSeverity: "critical" }),
    told: true,
  },
  {
    name: "a channel that is off hears nothing",
    notice: critical,
    channel: channel({ enabled: false }),
    told: false,
  },
  {
    name: "another service's channel hears nothing",
    notice: critical,
    channel: channel({ services: ["web"] }),
    told: false,
  },
  {
    name: "another environment's channel hears nothing",
    notice: critical,
    channel: channel({ environments: ["staging"] }),
    told: false,
  },
  {
    name: "its own service and environment match",
    notice: critical,
    channel: channel({ services: ["checkout-api"], environments: ["production"] }),
    told: true,
  },
  {
    name: "what concerns the whole workspace reaches a channel of one service",
    notice: { ...problem, service: "", environment: "" },
    channel: channel({ services: ["web"], environments: ["staging"] }),
    told: true,
  },
  {
    name: "good news stays away unless asked for",
    notice: info,
    channel: channel(),
    told: false,
  },
  {
    name: "good news comes when asked for",
    notice: info,
    channel: channel({ liveNotices: true }),
    told: true,
  },
  {
    name: "a recovery follows only its own alert",
    notice: recovery,
    channel: channel(),
    told: false,
  },
  {
    name: "a recovery comes to who was told",
    notice: recovery,
    channel: channel(),
    before: ["chn_1"],
    told: true,
  },
  {
    name: "a recovery comes to a fallback that was told, although it covers another service",
    notice: recovery,
    channel: channel({ services: ["web"] }),
    before: ["chn_1"],
    told: true,
  },
  {
    name: "a channel that is off hears no recovery",
    notice: recovery,
    channel: channel({ enabled: false }),
    before: ["chn_1"],
    told: false,
  },
  {
    name: "a note comes to who was told",
    notice: note,
    channel: channel({ minSeverity: "critical" }),
    before: ["chn_1"],
    told: true,
  },
  {
    name: "that more monitors fail is no news for PagerDuty, which would take it for an acknowledgement",
    notice: { ...note, type: "incident.widened" as const },
    channel: channel({ kind: "pagerduty" }),
    before: ["chn_1"],
    told: false,
  },
  { name: "a note comes to nobody else", notice: note, channel: channel(), told: false },
  {
    name: "a note is not worth a mail",
    notice: note,
    channel: channel({ kind: "email" }),
    before: ["chn_1"],
    told: false,
  },
  {
    name: "a note does not come to a channel that is off",
    notice: note,
    channel: channel({ enabled: false }),
    before: ["chn_1"],
    told: false,
  },
  {
    name: "who hears the recovery is not told the good news again",
    notice: info,
    channel: channel({ liveNotices: true }),
    before: ["chn_1"],
    told: false,
  },
];

describe("matchChannels", () => {
  it.each(cases)("$name", ({ notice, channel, before = [], told }) => {
    expect(matchChannels(notice, [channel], new Set(before))[0]?.isTold).toBe(told);
  });
});

describe("the hidden channel to the owners", () => {
  const owners = channel({ forOwners: true });
  it("is told no problem, and the recovery of one that it was told by name", () => {
    expect(matchChannels(critical, [owners], new Set())).toEqual([]);
    expect(matchChannels(critical, [owners], new Set(["chn_1"]))[0]?.isTold).toBe(false);
    expect(matchChannels(recovery, [owners], new Set(["chn_1"]))[0]?.isTold).toBe(true);
  });
});

describe("describeMatches", () => {
  it("names who is told", () => {
    const matches = matchChannels(
      problem,
      [channel(), channel({ id: "chn_2", kind: "email", name: "team" })],
      new Set(),
    );
    expect(describeMatches(matches)).toBe("Telling ops (Slack), team (email).");
  });
  it("says why nobody is told", () => {
    expect(describeMatches([])).toBe("Nobody is told: there is no channel yet.");
    const quiet = matchChannels(problem, [channel({ minSeverity: "critical" })], new Set());
    expect(describeMatches(quiet)).toBe("Nobody is told: ops (Slack) takes only critical problems.");
    const elsewhere = matchChannels(problem, [channel({ services: ["web"] })], new Set());
    expect(describeMatches(elsewhere)).toBe("Nobody is told: no channel asks for it.");
  });
});

it("names the channels that cover a problem and are not told, and no others", () => {
  const channels = [
    channel(),
    channel({ id: "chn_2", name: "boss", minSeverity: "critical" }),
    channel({ id: "chn_3", name: "off", enabled: false }),
    channel({ id: "chn_4", name: "web", services: ["web"] }),
  ];
  expect(describeRefusals(matchChannels(problem, channels, new Set()))).toBe(
    "Not told: boss (Slack) takes only critical problems, off (Slack) is switched off.",
  );
  expect(describeRefusals(matchChannels(problem, [channel()], new Set()))).toBeNull();
});

describe("by kind of trouble, and by who announced the deploy", () => {
  const outage = { ...critical, type: "health.down", actor: null } as const;
  const author = channel({ kind: "email", config: { author: true } });
  const none = new Set<string>();
  const isTold = (...args: Parameters<typeof matchChannels>) => matchChannels(...args)[0]?.isTold;

  it.each([
    { name: "a kind it asks for", notice: problem, rule: { kinds: ["stuck"] }, told: true },
    { name: "another kind", notice: problem, rule: { kinds: ["outage", "drift"] }, told: false },
    {
      name: "an advisory, which is about an outage too",
      notice: { ...outage, type: "health.advisory" as const },
      rule: { kinds: ["outage"] },
      told: true,
    },
    {
      name: "an actor it asks for, however it is written",
      notice: problem,
      rule: { actors: ["ana", "@Octocat"] },
      told: true,
    },
    { name: "another actor", notice: problem, rule: { actors: ["ana"] }, told: false },
    { name: "what is no deploy's", notice: outage, rule: { actors: ["octocat"] }, told: false },
    {
      name: "a deploy that is live, of another actor",
      notice: info,
      rule: { actors: ["ana"], liveNotices: true },
      told: false,
    },
  ])("$name: $told", ({ notice, rule, told }) => {
    expect(isTold(notice, [channel(rule)], none)).toBe(told);
  });

  it("tells the author who is a member, and says when nobody is known by that name", () => {
    expect(isTold(problem, [author], none, true)).toBe(true);
    expect(isTold(problem, [author], none, false)).toBe(false);
    expect(isTold(recovery, [author], new Set(["chn_1"]), false)).toBe(true);
    expect(describeMatches(matchChannels(problem, [author], none))).toBe(
      'Nobody is told: ops (email) knows no member as "octocat".',
    );
    expect(describeMatches(matchChannels(outage, [author], none))).toBe(
      "Nobody is told: no channel asks for it.",
    );
  });
});
