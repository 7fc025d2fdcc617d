import { webhookEvent } from "@rollcall/domain/wire";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryNotice } from "../../test/arbitrary-notice.ts";
import { makeNotice } from "../../test/make-notice.ts";
import { renderEvent } from "./render-event.ts";

describe("renderEvent", () => {
  it("tells a stuck rollout as other programs read it", () => {
    expect(renderEvent(makeNotice())).toMatchSnapshot();
  });

  it("leads to the page of each cause, where there is one", () => {
    const { causes } = makeNotice();
    const docs = "https://rollcall.example.com/docs/causes/partial_backends";
    const { data } = renderEvent(makeNotice({ causes: causes.map((cause) => ({ ...cause, docs })) }));
    expect(data.causes.map((cause) => cause.docs)).toEqual(causes.map(() => docs));
  });

  it("is of the documented shape and below 20 KB, whatever the notice holds", () => {
    fc.assert(
      fc.property(arbitraryNotice, (notice) => {
        const body = JSON.stringify(renderEvent(notice));
        expect(Buffer.byteLength(body)).toBeLessThan(20_000);
        expect(webhookEvent.safeParse(JSON.parse(body)).error).toBeUndefined();
      }),
    );
  });

  it("leaves regions and causes out before it grows too large, never the impact", () => {
    const notice = makeNotice();
    const regions = Array.from({ length: 500 }, (_, index) => ({
      ...notice.regions[0]!,
      region: `region-${index}`,
    }));
    const { data } = renderEvent({ ...notice, regions });
    expect(data.impact).toBe(notice.impact);
    expect(data.regions.length).toBeGreaterThan(20);
    expect(data.regions.length).toBeLessThan(500);
  });
});
