import type { Cause } from "@rollcall/domain/glossary";
import type { VerdictWire } from "@rollcall/domain/wire";
import { describe, expect, it } from "vitest";
import type { Alert } from "./alerts.ts";
import { checkStory, type Story } from "./expectations.ts";

const cause: Cause = {
  code: "partial_backends",
  title: "Half of the pods were not replaced",
  confidence: 0.7,
  evidence: [],
  next: [],
};
const verdict = (
  state: VerdictWire["state"],
  second: number,
  more: Partial<VerdictWire> = {},
): VerdictWire => ({
  seq: second,
  at: new Date(second * 1_000).toISOString(),
  state,
  conditions: [state],
  stuckKind: null,
  rule: "",
  sentence: "",
  numbers: {},
  share: { expected: 0, previous: 0, other: 0, unreadable: 0, error: 0, samples: 0, windowSeconds: 60 },
  causes: [],
  told: "",
  why: { rule: "", numbers: [] },
  links: { answers: "" },
  ...more,
});
const alert = (via: Alert["via"], happening: string, text = ""): Alert => ({
  via,
  at: 0,
  headline: `[production] billing-api 2.4.0: ${happening}`,
  text,
});
const impact = "Warning: Users are served (0 of 90 probes failed), in part by 2.3.0";
const stuckText = `${impact}\n\nMost likely cause: ${cause.title}`;

const asItMustBe: Story = {
  healthy: {
    service: "checkout-api",
    version: "1.42.0",
    verdicts: [verdict("waiting", 1), verdict("rolling", 5), verdict("live", 20)],
  },
  stuck: {
    service: "billing-api",
    version: "2.4.0",
    verdicts: [
      verdict("rolling", 5),
      verdict("stuck", 40, { stuckKind: "partial", causes: [cause] }),
      verdict("live", 60),
    ],
  },
  replacedAt: 50_000,
  alerts: [
    alert("email", "stuck at 50 %", stuckText),
    alert("slack", "stuck at 50 %", stuckText),
    alert("slack", "recovered"),
    alert("email", "recovered"),
    { via: "email", at: 0, headline: "[production] checkout-api 1.42.0: live", text: "" },
  ],
};
const unmet = (story: Story) =>
  checkStory(story)
    .filter(({ isMet }) => !isMet)
    .map(({ name }) => name);
const withStuck = (verdicts: VerdictWire[]): Story => ({
  ...asItMustBe,
  stuck: { ...asItMustBe.stuck, verdicts },
});

describe("checkStory", () => {
  it("finds nothing amiss when all is as it must be", () => {
    expect(unmet(asItMustBe)).toEqual([]);
  });

  it("finds everything amiss when nothing happened", () => {
    const nothing = { ...asItMustBe.healthy, verdicts: [] };
    const story = {
      healthy: nothing,
      stuck: { ...asItMustBe.stuck, verdicts: [] },
      replacedAt: 0,
      alerts: [],
    };
    const stillMet = checkStory(story).filter(({ isMet }) => isMet);
    expect(stillMet.map(({ name }) => name)).toEqual([
      "checkout-api alarms nobody",
      "billing-api is not called live while it is not",
    ]);
  });

  it.each<{ name: string; story: Story; expected: string[] }>([
    {
      name: "a healthy deploy that is live only for a while",
      story: {
        ...asItMustBe,
        healthy: { ...asItMustBe.healthy, verdicts: [verdict("live", 1), verdict("degraded", 2)] },
      },
      expected: ["checkout-api 1.42.0 goes live"],
    },
    {
      name: "an alarm about the healthy one",
      story: {
        ...asItMustBe,
        alerts: [...asItMustBe.alerts, { ...alert("email", ""), headline: "checkout-api 1.42.0: stuck" }],
      },
      expected: ["checkout-api alarms nobody"],
    },
    {
      name: "stuck as never seen, without a cause",
      story: withStuck([verdict("stuck", 40, { stuckKind: "never_seen" }), verdict("live", 60)]),
      expected: [
        "billing-api 2.4.0 is stuck half-way",
        "the stuck verdict names a cause",
        "the alert arrives by email, once, with impact and cause",
        "the alert arrives by slack, once, with impact and cause",
      ],
    },
    {
      name: "live before it was replaced",
      story: withStuck([
        verdict("live", 10),
        verdict("stuck", 40, { stuckKind: "partial", causes: [cause] }),
        verdict("live", 60),
      ]),
      expected: ["billing-api is not called live while it is not"],
    },
    {
      name: "an alert without the cause, and one twice",
      story: {
        ...asItMustBe,
        alerts: [
          alert("email", "stuck at 50 %", impact),
          ...asItMustBe.alerts.slice(1),
          alert("slack", "stuck at 50 %", stuckText),
        ],
      },
      expected: [
        "the alert arrives by email, once, with impact and cause",
        "the alert arrives by slack, once, with impact and cause",
      ],
    },
    {
      name: "a recovery that Slack never gets and email twice",
      story: {
        ...asItMustBe,
        alerts: asItMustBe.alerts.map((each) =>
          each.headline.includes("recovered") ? { ...each, via: "email" as const } : each,
        ),
      },
      expected: ["the recovery arrives by email, once", "the recovery arrives by slack, once"],
    },
  ])("finds $name", ({ story, expected }) => {
    expect(unmet(story)).toEqual(expected);
  });
});
