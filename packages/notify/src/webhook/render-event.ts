import { cleanText } from "@rollcall/domain/clean-text";
import type { Notice } from "@rollcall/domain/notice";
import type { WebhookEvent } from "@rollcall/domain/wire";
import { headline } from "../message/headline.ts";
import { jsonBytes, keepWithin } from "../message/keep-within.ts";

/** Standard Webhooks asks for less than 20 KB; what each part may take of them, so that no notice can exceed it. */
const causesBytesMax = 4000;
const regionsBytesMax = 5000;
const urlCharsMax = 900;

/** A notice as other programs read it. Long texts and lists are cut, never the message lost. */
export function renderEvent(notice: Notice): WebhookEvent {
  const { type, tone, severity, sample, incidentId, deployId, monitorId, links } = notice;
  const name = (text: string | null) => text && cleanText(text, 120);
  return {
    type,
    timestamp: new Date(notice.at).toISOString(),
    data: {
      headline: headline(notice),
      tone,
      severity,
      sample,
      service: name(notice.service) || null,
      environment: name(notice.environment) || null,
      impact: cleanText(notice.impact, 600),
      summary: cleanText(notice.summary, 800),
      version: name(notice.version),
      serving: name(notice.serving),
      actor: name(notice.actor),
      since: notice.since === null ? null : new Date(notice.since).toISOString(),
      lateByMs: notice.telling?.lateByMs ?? null,
      share: notice.share,
      regions: keepWithin(notice.regions.map(toRegion), jsonBytes, regionsBytesMax),
      causes: keepWithin(notice.causes.map(toCause), jsonBytes, causesBytesMax),
      incidentId: name(incidentId),
      deployId: name(deployId),
      monitorId: name(monitorId),
      links: {
        primary: webLink(links.primary),
        incident: webLink(links.incident),
        ci: webLink(notice.ciUrl),
      },
    },
  };
}

function toRegion({ region, state, expected, samples, note }: Notice["regions"][number]) {
  return {
    region: cleanText(region, 40),
    state: cleanText(state, 40),
    expected,
    samples,
    note: note && cleanText(note, 160),
  };
}

function toCause({ code, title, confidence, evidence, next, docs }: Notice["causes"][number]) {
  const page = webLink(docs ?? null);
  return {
    code,
    title: cleanText(title, 200),
    confidence,
    evidence: evidence.slice(0, 4).map((line) => cleanText(line, 240)),
    next: next.slice(0, 3).map((step) => cleanText(step, 300)),
    ...(page !== null && { docs: page }),
  };
}

function webLink(url: string | null): string | null {
  return url !== null && url.length <= urlCharsMax && /^https?:\/\/\S+$/.test(url) ? url : null;
}
