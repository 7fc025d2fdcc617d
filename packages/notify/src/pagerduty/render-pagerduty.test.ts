import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryNotice } from "../../test/arbitrary-notice.ts";
import { makeNotice, notices } from "../../test/make-notice.ts";
import { renderPagerduty } from "./render-pagerduty.ts";

describe("renderPagerduty", () => {
  it.each(notices)("draws $notice.type", ({ notice }) => {
    expect(renderPagerduty(notice)).toMatchSnapshot();
  });

  it("tells an incident's whole story by one key: its rise and its end too", () => {
    const of = (more: Parameters<typeof makeNotice>[0]) => renderPagerduty(makeNotice(more)).event;
    const keys = [
      of({}),
      of({ type: "rollout.degraded", severity: "critical" }),
      of({ type: "rollout.recovered", tone: "recovery", severity: null }),
    ].map((event) => ("dedup_key" in event ? [event.event_action, event.dedup_key] : null));
    expect(keys).toEqual([
      ["trigger", "rollcall:inc_1"],
      ["trigger", "rollcall:inc_1"],
      ["resolve", "rollcall:inc_1"],
    ]);
  });

  it("stays within every limit, whatever the notice holds", () => {
    fc.assert(
      fc.property(arbitraryNotice, (notice) => {
        const { event } = renderPagerduty(notice);
        expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(100_000);
        if ("dedup_key" in event) expect(event.dedup_key.length).toBeLessThanOrEqual(255);
        if (event.payload === undefined) return;
        expect(event.payload.summary.length).toBeGreaterThan(0);
        expect(event.payload.summary.length).toBeLessThanOrEqual(1024);
        expect(event.payload.source.length).toBeGreaterThan(0);
      }),
    );
  });
});
