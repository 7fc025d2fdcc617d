import { randomBytes } from "node:crypto";
import { sealerForRegion } from "@rollcall/runtime";
import { describe, expect, it } from "vitest";
import type { OpenItem, ProbeItem } from "./catalog.ts";
import { openItems, sealItems } from "./seal-items.ts";

const sealer = sealerForRegion("a secret of thirty-two characters", "eu");
const batch = { region: "eu", batchId: "eu-1800000000000-0", items: [] };
const asked = (i: number) => ({
  ...{ workspaceId: "ws_1", environmentId: "env_1", monitorId: `mon_${randomBytes(16).toString("hex")}` },
  ...{ configVersion: 1, scheduledAt: 1_800_000_000_000 + i, seq: 0, variant: "plain" as const },
});
const specOf = (i: number) =>
  JSON.stringify({ url: `https://${i}.example/`, method: "GET", headers: {}, body: null, timeoutMs: 10_000 });
const items: OpenItem[] = Array.from({ length: 500 }, (_, i) => ({ ...asked(i), spec: specOf(i) }));

describe("items that are sealed together", () => {
  it("come out as they went in, also those that are sealed by themselves", async () => {
    const secret: ProbeItem = { ...asked(500), sealedSpec: sealer.seal("{}", "probe-spec") };
    const mixed = [...items.slice(0, 10), secret];
    const sealedItems = await sealItems(sealer, batch, mixed);
    expect(await openItems(sealer, { ...batch, sealedItems })).toEqual(mixed);
  });

  it("take a quarter of the room that each sealed by itself takes, and show nothing of what they are", async () => {
    const sealedItems = await sealItems(sealer, batch, items);
    const apart = items.map(({ spec, ...item }) => ({
      ...item,
      sealedSpec: sealer.seal(spec, "probe-spec"),
    }));
    expect(sealedItems.length).toBeLessThan(JSON.stringify(apart).length / 4);
    expect(Buffer.from(sealedItems.split(".")[2] ?? "", "base64url").includes("example")).toBe(false);
  });

  it("open with their region's key alone, and as no other batch", async () => {
    const sealedItems = await sealItems(sealer, batch, items);
    const other = sealerForRegion("a secret of thirty-two characters", "us");
    await expect(openItems(other, { ...batch, sealedItems })).rejects.toThrow("another key");
    for (const change of [{ batchId: "eu-1800000001000-0" }, { region: "us" }])
      await expect(openItems(sealer, { ...batch, ...change, sealedItems })).rejects.toThrow();
  });

  it("are refused when there are more than a batch may have", async () => {
    const sealedItems = await sealItems(sealer, batch, [...items, ...items.slice(0, 1)]);
    await expect(openItems(sealer, { ...batch, sealedItems })).rejects.toThrow();
  });
});
