import { defaultAssertions, type ProbeSpec } from "@rollcall/domain/monitor-spec";
import { itemSealContext, type ProbeItem } from "@rollcall/queue";
import { sealerForRegion } from "@rollcall/runtime";
import { describe, expect, it } from "vitest";
import { createSpecOpener } from "./open-spec.ts";

const sealer = sealerForRegion("a secret of thirty-two characters", "eu-west");
const specOf = (url: string): ProbeSpec => ({
  ...{ url, method: "GET", headers: {}, body: null, timeoutMs: 1_000, followRedirects: 0 },
  ...{ version: null, instance: null, assertions: defaultAssertions },
});

function itemOf(monitorId: string, url: string): ProbeItem {
  const of = { workspaceId: "ws_1", monitorId };
  const sealedSpec = sealer.seal(JSON.stringify(specOf(url)), itemSealContext(of));
  const asked = { configVersion: 1, scheduledAt: 0, seq: 0, variant: "plain" as const };
  return { ...of, ...asked, environmentId: "env_1", sealedSpec };
}

describe("createSpecOpener", () => {
  it("opens a spec and tells whom it asks", () => {
    const open = createSpecOpener(sealer);
    expect(open(itemOf("mon_1", "https://a.example:8443/x"))).toMatchObject({
      spec: { url: "https://a.example:8443/x" },
      host: "a.example",
      place: "a.example:8443",
    });
  });

  it("knows again what it has opened, and sees when it is another", () => {
    const open = createSpecOpener(sealer);
    const item = itemOf("mon_1", "https://a.example/");
    expect(open({ ...item, seq: 1 }).spec).toBe(open(item).spec);
    expect(open(itemOf("mon_1", "https://b.example/")).spec.url).toBe("https://b.example/");
    expect(open(item).spec.url).toBe("https://a.example/");
  });

  it("never opens for one monitor what was sealed for another, though it has opened that before", () => {
    const open = createSpecOpener(sealer);
    const own = itemOf("mon_1", "https://a.example/");
    const foreign = itemOf("mon_2", "https://b.example/");
    open(own);
    open(foreign);
    expect(() => open({ ...own, sealedSpec: foreign.sealedSpec })).toThrow();
    expect(() => open({ ...own, workspaceId: "ws_2" })).toThrow();
  });
});
