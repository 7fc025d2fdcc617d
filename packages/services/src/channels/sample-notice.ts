import type { Notice } from "@rollcall/domain/notice";

/** A notice that looks like a real one, of a service that does not exist, and says that it is a test. */
export function sampleNotice(baseUrl: string, channelId: string, at: number): Notice {
  return {
    type: "channel.test",
    tone: "problem",
    severity: "warning",
    sample: true,
    at,
    since: at - 600_000,
    service: "checkout-api",
    environment: "production",
    impact:
      "This is a test. Users of a real service would be served (0 of 800 probes failed), still by 1.41.3.",
    summary: "1.42.0 has not appeared for 10 min: a rollout stuck like this one would be told here.",
    version: "1.42.0",
    serving: "1.41.3",
    actor: "ana",
    ciUrl: null,
    share: {
      counts: { expected: 0, previous: 200, other: 0, unreadable: 0, error: 0 },
      samples: 200,
      windowSeconds: 60,
    },
    regions: [
      {
        region: "eu-west",
        state: "stuck",
        expected: 0,
        samples: 100,
        marks: Array.from({ length: 20 }, () => "previous" as const),
        note: null,
      },
    ],
    causes: [
      {
        code: "never_started",
        title: "No new instance has started to answer",
        confidence: 0.5,
        evidence: ["200 of 200 answers in the last 60 s carried 1.41.3"],
        next: ["kubectl get pods"],
      },
    ],
    incidentId: null,
    deployId: null,
    monitorId: null,
    threadKey: `channel-test-${channelId}-${at}`,
    links: { primary: `${baseUrl}/channels`, incident: null },
  };
}
