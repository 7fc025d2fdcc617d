import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { packPayload, unpackPayload } from "./pack-payload.ts";

const report = {
  reportId: "rep_1",
  observations: Array.from({ length: 400 }, (_, i) => ({ i, says: "1.42.0 é" })),
};

describe("packed payloads", () => {
  it("come out as they went in, in a small part of the room", async () => {
    const data = await packPayload("observations.report", report);
    expect(JSON.stringify(data).length).toBeLessThan(JSON.stringify(report).length / 4);
    expect(await unpackPayload(data)).toEqual(report);
  });

  it("are left as they are where packing gains nothing, and understood as earlier releases send them", async () => {
    const small = { reportId: "rep_1", observations: [] };
    expect(await packPayload("observations.report", small)).toBe(small);
    expect(await packPayload("probe.batch", report)).toBe(report);
    expect(await unpackPayload(report)).toBe(report);
  });

  it.each([
    { name: "no bytes of ours", data: { packed: "a report" } },
    { name: "nothing", data: { packed: "" } },
    {
      name: "far too much",
      data: { packed: deflateRawSync("0".repeat(17 * 1024 * 1024)).toString("base64") },
    },
  ])("are refused when they hold $name", async ({ data }) => {
    await expect(unpackPayload(data)).rejects.toThrow();
  });
});
