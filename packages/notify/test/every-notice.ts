import type { Notice } from "@rollcall/domain/notice";
import { makeNotice, marks } from "./make-notice.ts";

const allNew = {
  serving: null,
  share: {
    counts: { expected: 200, previous: 0, other: 0, unreadable: 0, error: 0 },
    samples: 200,
    windowSeconds: 60,
  },
  regions: ["us-east", "eu-west"].map((region) => ({
    region,
    state: "live",
    expected: 100,
    samples: 100,
    marks: marks("nnnnnnnnnnnnnnnnnnnn"),
    note: null,
  })),
  causes: [],
} satisfies Partial<Notice>;
const noShare = { share: null, regions: [], causes: [], deployId: null } satisfies Partial<Notice>;
const incidentOnly = {
  primary: "https://rollcall.example.com/incidents/inc_1",
  incident: "https://rollcall.example.com/incidents/inc_1",
};
const failing = (region: string) => ({
  region,
  state: "failing",
  expected: 0,
  samples: 0,
  marks: [],
  note: "timed out after 10 s waiting for the first byte",
});

const ofWorkspace = {
  ...noShare,
  service: "",
  environment: "",
  version: null,
  serving: null,
  actor: null,
  ciUrl: null,
  incidentId: null,
  threadKey: "pro_1",
  links: { primary: "https://rollcall.example.com/regions", incident: null },
} satisfies Partial<Notice>;

/** One notice of every type, as the judgement would write it, with the headline it must get. */
export const notices: { notice: Notice; headline: string }[] = [
  { notice: makeNotice(), headline: "[production] checkout-api 1.42.0: stuck at 62 % (eu-west 0 %)" },
  {
    notice: makeNotice({
      type: "rollout.degraded",
      severity: "critical",
      impact: "12 % of probes fail since 1.42.0 answers (24 of 200)",
      summary: "The new version fails 12 % of probes, the old one 0 %.",
    }),
    headline: "[production] checkout-api 1.42.0: degraded at 62 % (eu-west 0 %)",
  },
  {
    notice: makeNotice({
      type: "rollout.old_returned",
      severity: "critical",
      impact: "Users are served (0 of 400 probes failed), in part by 1.41.3 again",
      summary: "1.42.0 was live for 2 h; 1.41.3 is back at 30 % of answers.",
    }),
    headline: "[production] checkout-api 1.42.0: 1.41.3 is back",
  },
  {
    notice: makeNotice({
      type: "rollout.rolled_back",
      impact: "Users are served (0 of 400 probes failed), by 1.41.3",
      summary: "1.41.3 is back everywhere, and nobody announced it.",
    }),
    headline: "[production] checkout-api 1.42.0: rolled back to 1.41.3",
  },
  {
    notice: makeNotice({
      type: "rollout.unverifiable",
      serving: null,
      impact: "Users are served (0 of 60 probes failed); which version, the answers do not say",
      summary: "No answer carries a version.",
      regions: [],
      share: null,
    }),
    headline: "[production] checkout-api 1.42.0: cannot be verified",
  },
  {
    notice: makeNotice({
      ...allNew,
      type: "rollout.live",
      tone: "info",
      severity: null,
      impact: "Users are served (0 of 800 probes failed), by 1.42.0",
      summary: "1.42.0 is live: less than 10 % old, 99 % sure, in both regions.",
    }),
    headline: "[production] checkout-api 1.42.0: live",
  },
  {
    notice: makeNotice({
      ...allNew,
      type: "rollout.recovered",
      tone: "recovery",
      severity: null,
      impact: "Users are served (0 of 800 probes failed), by 1.42.0",
      summary: "1.42.0 is live after 14 min.",
    }),
    headline: "[production] checkout-api 1.42.0: recovered",
  },
  {
    notice: makeNotice({
      ...noShare,
      type: "health.down",
      severity: "critical",
      version: null,
      serving: null,
      impact: "checkout-api is down in 2 of 3 regions: every probe failed for 2 min",
      summary: "checkout-api is down in 2 of 3 regions: every probe failed for 2 min",
      regions: [failing("eu-west"), failing("us-east"), { ...failing("ap-south"), state: "up", note: null }],
      links: incidentOnly,
    }),
    headline: "[production] checkout-api: down in eu-west and us-east",
  },
  {
    notice: makeNotice({
      ...noShare,
      type: "health.advisory",
      version: null,
      serving: null,
      impact: "Users near eu-west may not be served: its probes fail, those of 2 other regions do not",
      summary: "eu-west has failed for 12 min.",
      regions: [failing("eu-west")],
      links: incidentOnly,
    }),
    headline: "[production] checkout-api: failing in eu-west",
  },
  {
    notice: makeNotice({
      ...noShare,
      type: "health.recovered",
      tone: "recovery",
      severity: null,
      version: null,
      serving: null,
      impact: "Users are served again: all 3 regions are well",
      summary: "It was down for 10 min.",
      links: incidentOnly,
    }),
    headline: "[production] checkout-api: up again",
  },
  {
    notice: makeNotice({
      ...noShare,
      type: "drift.detected",
      impact: "Users are served (0 of 60 probes failed), by 1.41.3",
      summary: "checkout-api should serve 1.42.0; all answers of the last 2 min carry 1.41.3.",
      links: incidentOnly,
    }),
    headline: "[production] checkout-api: serves 1.41.3 instead of 1.42.0",
  },
  {
    notice: makeNotice({
      ...noShare,
      type: "drift.recovered",
      tone: "recovery",
      severity: null,
      serving: null,
      impact: "Users are served (0 of 60 probes failed), by 1.42.0",
      summary: "The expected version answers again.",
      links: incidentOnly,
    }),
    headline: "[production] checkout-api: serves 1.42.0 again",
  },
  {
    notice: makeNotice({
      ...ofWorkspace,
      type: "probe_outage.detected",
      impact: "Verdicts wait in eu-west; the other 2 regions go on. This says nothing about your services",
      summary:
        "eu-west has had no prober since 09:39 UTC (1 min 30 s). A lost region is left out of every quorum.",
      regions: [{ ...failing("eu-west"), state: "silent", note: null }],
    }),
    headline: "[regions] no probes from eu-west",
  },
  {
    notice: makeNotice({
      ...ofWorkspace,
      type: "probe_outage.recovered",
      tone: "recovery",
      severity: null,
      impact: "eu-west is probed from again",
      summary: "eu-west was lost for 8 min.",
      regions: [{ ...failing("eu-west"), state: "probed again", note: null }],
    }),
    headline: "[regions] probes again from eu-west",
  },
  {
    notice: makeNotice({
      ...ofWorkspace,
      type: "channel.disabled",
      impact: "ops (Slack) is told nothing any more",
      summary: "ops (Slack) was switched off: Slack answered 410 channel_is_archived",
      threadKey: "chn_1",
      links: { primary: "https://rollcall.example.com/channels", incident: null },
    }),
    headline: "[channels] ops (Slack) was switched off: Slack answered 410 channel_is_archived",
  },
  {
    notice: makeNotice({
      ...noShare,
      type: "incident.acknowledged",
      tone: "note",
      severity: null,
      version: null,
      serving: null,
      actor: "Ana",
      impact: "Ana is on it",
      summary: "checkout-api is down in 2 of 3 regions",
      links: incidentOnly,
    }),
    headline: "[production] checkout-api: acknowledged by Ana",
  },
  {
    notice: makeNotice({
      ...noShare,
      type: "incident.widened",
      tone: "note",
      severity: null,
      version: null,
      serving: null,
      actor: null,
      impact: "2 more monitors fail",
      summary: "Also failing: web and api.",
      links: incidentOnly,
    }),
    headline: "[production] checkout-api: more monitors fail",
  },
  {
    notice: makeNotice({
      type: "channel.test",
      sample: true,
      incidentId: null,
      deployId: null,
      links: { primary: "https://rollcall.example.com/channels", incident: null },
    }),
    headline: "[test] [production] checkout-api 1.42.0: this is how an alert will look",
  },
];
