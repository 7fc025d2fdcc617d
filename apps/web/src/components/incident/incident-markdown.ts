import type { IncidentView } from "@rollcall/services/views";
import { receiptWords } from "./delivery-words.ts";
import { incidentDuration, incidentKindWords } from "./incident-words.ts";

/** The incident as Markdown, for a post-mortem or a chat: facts in order, times in UTC. */
export function incidentMarkdown(incident: IncidentView, link: string, nowMs: number): string {
  const lines = [
    `# ${incident.title}`,
    "",
    `- Service: ${incident.service} › ${incident.environment}`,
    `- Kind: ${incidentKindWords[incident.kind]}, ${incident.severity}`,
    `- Opened: ${incident.openedAt}`,
    incident.resolvedAt === null ? "- Not resolved yet" : `- Resolved: ${incident.resolvedAt}`,
    `- Duration: ${incidentDuration(incident, nowMs)}`,
    ...(incident.acknowledgedBy === null
      ? []
      : [`- Acknowledged by ${incident.acknowledgedBy}, ${incident.acknowledgedAt}`]),
    ...(incident.deploy === null ? [] : [`- Deploy: ${incident.deploy.version} (${incident.deploy.id})`]),
    `- ${link}`,
  ];
  if (incident.causes.length > 0) {
    lines.push("", "## Causes");
    for (const cause of incident.causes) {
      lines.push("", `${cause.title} (\`${cause.code}\`)`, "");
      lines.push(...cause.evidence.map((line) => `- ${line}`));
      for (const command of cause.next) lines.push("", "```sh", command, "```");
      if (cause.docs !== undefined) lines.push("", cause.docs);
    }
  }
  lines.push("", "## Timeline", "", ...incident.timeline.map(({ at, text }) => `- ${at} ${text}`));
  if (incident.deliveries.length > 0)
    lines.push(
      "",
      "## Who was told",
      "",
      ...incident.deliveries.map(
        (delivery) =>
          `- ${delivery.sentAt ?? delivery.createdAt} ${delivery.channelName}: ${delivery.notice}, ${receiptWords(delivery).toLowerCase()}`,
      ),
    );
  return `${lines.join("\n")}\n`.replaceAll("\u00a0", " ");
}
