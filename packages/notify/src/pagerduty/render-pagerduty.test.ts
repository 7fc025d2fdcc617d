import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryNotice } from "../../test/arbitrary-notice.ts";
import { notices } from "../../test/every-notice.ts";
import { makeNotice } from "../../test/make-notice.ts";
import { renderPagerduty } from "./render-pagerduty.ts";

const actionsOf = (more: Parameters<typeof makeNotice>[0]) =>
  renderPagerduty(makeNotice(more)).map(({ event }) =>
    "dedup_key" in event ? `${event.event_action} ${event.dedup_key}` : null,
  );

describe("renderPagerduty", () => {
  it.each(notices)("draws $notice.type", ({ notice }) => {
    expect(renderPagerduty(notice)).toMatchSnapshot();
  });

  it("tells an incident's whole story by one key: its rise and its end too", () => {
    expect(actionsOf({})).toEqual(["trigger rollcall:inc_1"]);
    expect(actionsOf({ type: "rollout.degraded", severity: "critical" })).toEqual(["trigger rollcall:inc_1"]);
    expect(actionsOf({ type: "rollout.recovered", tone: "recovery" })).toEqual(["resolve rollcall:inc_1"]);
  });

  it("acknowledges what somebody has taken on before it was told", () => {
    expect(actionsOf({ telling: { acknowledgedBy: "ana" } })).toEqual([
      "trigger rollcall:inc_1",
      "acknowledge rollcall:inc_1",
    ]);
  });

  it("leaves no alert open after a test", () => {
    expect(actionsOf({ sample: true })).toEqual(["trigger rollcall:inc_1", "resolve rollcall:inc_1"]);
  });

  it("stays within every limit, whatever the notice holds", () => {
    fc.assert(
      fc.property(arbitraryNotice, (notice) => {
        for (const { event } of renderPagerduty(notice)) {
          expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(100_000);
          if ("dedup_key" in event) expect(event.dedup_key.length).toBeLessThanOrEqual(255);
          if (event.payload === undefined) continue;
          expect(event.payload.summary.length).toBeGreaterThan(0);
          expect(event.payload.summary.length).toBeLessThanOrEqual(1024);
          expect(event.payload.source.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
