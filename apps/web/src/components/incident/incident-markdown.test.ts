import type { IncidentView } from "@rollcall/services/views";
import { expect, it } from "vitest";
import { incidentMarkdown } from "./incident-markdown.ts";

const incident: IncidentView = {
  id: "inc_1",
  service: "shop-api",
  environment: "production",
  severity: "warning",
  kind: "stuck",
  state: "acknowledged",
  title: "1.42.0 is stuck",
  openedAt: "2026-01-01T12:00:00Z",
  acknowledgedAt: "2026-01-01T12:02:00Z",
  acknowledgedBy: "Ana",
  snoozedUntil: null,
  flapping: null,
  resolvedAt: null,
  deployId: null,
  deploy: null,
  monitorName: null,
  causes: [
    {
      code: "partial_backends",
      title: "Two backends were not replaced",
      confidence: 0.8,
      evidence: ["203.0.113.7 answers 1.41.3"],
      next: ["kubectl get pods"],
    },
  ],
  timeline: [{ at: "2026-01-01T12:00:00Z", type: "opened", text: "Stuck at 46 %.", actor: null }],
  deliveries: [
    {
      id: "del_1",
      channelId: "ch_1",
      channelName: "#deploys",
      channelKind: "slack",
      notice: "rollout.stuck",
      state: "sent",
      attempts: 1,
      lastError: null,
      createdAt: "2026-01-01T12:00:01Z",
      sentAt: "2026-01-01T12:00:02Z",
      nextAttemptAt: null,
      durationMs: 300,
      insteadOf: null,
      toldBy: null,
      inDigest: false,
      trail: [],
    },
  ],
};

it("writes an incident as Markdown that stands on its own", () => {
  const text = incidentMarkdown(
    incident,
    "https://rollcall.example/incidents/inc_1",
    Date.parse("2026-01-01T12:04:12Z"),
  );
  expect(text).toBe(`# 1.42.0 is stuck

- Service: shop-api › production
- Kind: Stuck, warning
- Opened: 2026-01-01T12:00:00Z
- Not resolved yet
- Duration: 4 min 12 s
- Acknowledged by Ana, 2026-01-01T12:02:00Z
- https://rollcall.example/incidents/inc_1

## Causes

Two backends were not replaced (\`partial_backends\`)

- 203.0.113.7 answers 1.41.3

\`\`\`sh
kubectl get pods
\`\`\`

## Timeline

- 2026-01-01T12:00:00Z Stuck at 46 %.

## Who was told

- 2026-01-01T12:00:02Z #deploys: rollout.stuck, sent
`);
});
