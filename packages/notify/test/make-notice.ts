import type { Bucket } from "@rollcall/domain/glossary";
import type { Notice } from "@rollcall/domain/notice";

const at = Date.UTC(2026, 10, 22, 9, 41, 7);

/** One letter an answer: new, old, x for another, ? for unreadable, ! for an error. */
export function marks(text: string): Bucket[] {
  const buckets: Record<string, Bucket> = {
    n: "expected",
    o: "previous",
    x: "other",
    "?": "unreadable",
    "!": "error",
  };
  return [...text].map((char) => buckets[char] ?? "other");
}

/** A stuck rollout of one region, with what a test needs changed. */
export function makeNotice(more: Partial<Notice> = {}): Notice {
  return {
    type: "rollout.stuck",
    tone: "problem",
    severity: "warning",
    sample: false,
    at,
    since: at - 600_000,
    service: "checkout-api",
    environment: "production",
    impact: "Users are served (0 of 800 probes failed), by 1.42.0 and still by 1.41.3",
    summary: "1.42.0 answered 62 % of probes (124 of 200, last 60 s). eu-west has been at 0 % for 10 min.",
    version: "1.42.0",
    serving: "1.41.3",
    actor: "ana",
    ciUrl: "https://ci.example.com/runs/812",
    share: {
      counts: { expected: 124, previous: 76, other: 0, unreadable: 0, error: 0 },
      samples: 200,
      windowSeconds: 60,
    },
    regions: [
      {
        region: "us-east",
        state: "live",
        expected: 100,
        samples: 100,
        marks: marks("ooonnnnnnnnnnnnnnnnn"),
        note: null,
      },
      {
        region: "eu-west",
        state: "stuck",
        expected: 0,
        samples: 100,
        marks: marks("oooooooooo!oooo?oooo"),
        note: "2 of 4 addresses still answer 1.41.3",
      },
    ],
    causes: [
      {
        code: "partial_backends",
        title: "Two backends were not replaced",
        confidence: 0.7,
        evidence: ["203.0.113.7 and .9 answered 1.41.3 in 100 of 100 probes", "no cache headers"],
        next: ["kubectl describe pod -n shop -l app=checkout-api"],
      },
    ],
    incidentId: "inc_1",
    deployId: "dep_1",
    monitorId: null,
    threadKey: "inc_1",
    links: {
      primary: "https://rollcall.example.com/deploys/dep_1",
      incident: "https://rollcall.example.com/incidents/inc_1",
    },
    ...more,
  };
}
