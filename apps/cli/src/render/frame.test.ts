import { describe, expect, it } from "vitest";
import { deployOf, regionOf, shareOf } from "../../test/deploy-factory.ts";
import { renderFrame } from "./frame.ts";
import { createPalette } from "./palette.ts";

const rolling = deployOf({
  sentence:
    "1.42.0 answered 87 % of probes (174 of 200, last 60 s). 1 of 2 regions is done, eu-west has been at 46 % for 4 min.",
  share: shareOf({ expected: 174, previous: 24, unreadable: 2 }),
  regions: [
    regionOf("us-east", { expected: 100 }, { state: "live", doneAt: "2026-11-22T12:01:50Z" }),
    regionOf("eu-west", { expected: 46, previous: 54 }),
    regionOf("ap-south", {}, { state: "waiting" }),
  ],
});
const canvas = {
  columns: 80,
  rowsMax: 24,
  palette: createPalette(false),
  now: Date.parse("2026-11-22T12:06:12Z"),
};

describe("renderFrame", () => {
  it("shows the sentence, the marks and each region", () => {
    expect(renderFrame(rolling, canvas)).toMatchInlineSnapshot(`
      [
        "checkout-api › production  announced 6 min 12 s ago",
        "◔ ROLLING  1.42.0 answered 87 % of probes (174 of 200, last 60 s). 1 of 2",
        "           regions is done, eu-west has been at 46 % for 4 min.",
        "▮ 1.42.0 87 %   ▨ 1.41.3 12 %   ▢ unreadable 1 %   200 answers in 1 min",
        "us-east   ▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮      100 %  done at +1 min 50 s",
        "eu-west   ▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▨▨▨▨▨▨▨▨▨▨▨▨▨▨▨▨▨       46 %  rolling",
        "ap-south  ································          –  no answers yet",
      ]
    `);
  });

  it("names what limits the verdict, where there is room for it", () => {
    const caveat = "behind Fastly: its edge may pool connections and cache answers";
    const regions = rolling.regions.map((region) => ({ ...region, caveats: [caveat] }));
    const line = `caveat: ${caveat} (us-east, eu-west and ap-south)`;
    const wide = { ...canvas, columns: 120 };
    expect(renderFrame({ ...rolling, regions }, wide).at(-1)).toBe(line);
    expect(renderFrame({ ...rolling, regions }, { ...wide, rowsMax: 9 })).not.toContain(line);
  });

  it("leaves regions out that do not fit, and says so", () => {
    const lines = renderFrame(rolling, { ...canvas, rowsMax: 8 });
    expect(lines.length).toBeLessThanOrEqual(8);
    expect(lines.at(-1)).toBe("and 1 more regions");
  });

  it("keeps what a target says from steering the terminal", () => {
    const evil = deployOf({ sentence: "1.42\u001b[2J", previousVersion: "1.41\u001b]0;x\u0007" });
    expect(renderFrame(evil, canvas).join("")).not.toContain("\u001b");
  });
});
