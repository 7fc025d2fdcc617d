import { expect, it } from "vitest";
import type { SingleNotice } from "../notice.ts";
import { joinNotices } from "./join-notices.ts";

const now = Date.UTC(2026, 10, 22, 12, 4);
const scene = { channelId: "chn_1", page: "https://rollcall.test/incidents", now };

const notice = (service: string, more: Partial<SingleNotice> = {}): SingleNotice => ({
  ...{ type: "health.down", tone: "problem", severity: "critical", sample: false, at: now, since: now },
  ...{ service, environment: "production", impact: `${service} is down`, summary: "", version: null },
  ...{ serving: null, actor: null, ciUrl: null, share: null, regions: [], causes: [], deployId: null },
  ...{ incidentId: `inc_${service}`, monitorId: null, threadKey: service },
  links: { primary: `https://rollcall.test/incidents/inc_${service}`, incident: null },
  ...more,
});
const over = (service: string) =>
  notice(service, { type: "health.recovered", tone: "recovery", severity: null });

it("names the worst first, then what began first, and counts them by how bad they are", () => {
  const digest = joinNotices(
    [
      over("pay"),
      notice("mail", { type: "rollout.stuck", severity: "warning" }),
      notice("cart"),
      notice("search", { since: now - 60_000 }),
      notice("web", { type: "rollout.live", tone: "info", severity: null }),
    ],
    scene,
  );
  expect(digest.joined?.map(({ service }) => service)).toEqual(["search", "cart", "mail", "pay", "web"]);
  expect(digest).toMatchObject({
    type: "health.down",
    tone: "problem",
    severity: "critical",
    impact: "2 critical, 1 warning, 1 over, 1 live, in 5 services",
    threadKey: "digest-chn_1-2026-11-22",
  });
});

it("is good news when all of it is, and belongs to no incident", () => {
  const digest = joinNotices([over("cart"), over("pay")], scene);
  expect(digest).toMatchObject({ tone: "recovery", severity: null, incidentId: null });
  expect(digest.impact).toBe("2 over, in 2 services");
});

it("says for whom it was told here", () => {
  const told = notice("cart", { telling: { insteadOf: "ops (Slack)" } });
  expect(joinNotices([told, notice("pay")], scene).telling).toEqual({ insteadOf: "ops (Slack)" });
});
