import { describe, expect, it } from "vitest";
import type { EnvironmentRow, RegionRow } from "../views.ts";
import { findAttention } from "./find-attention.ts";

const now = new Date("2026-01-01T12:00:00Z");
const row = (over: Partial<EnvironmentRow>): EnvironmentRow => ({
  environmentId: "env_1",
  service: "shop/api",
  environment: "production",
  health: "up",
  healthSince: null,
  expectedVersion: "2",
  servedVersion: "2",
  share: null,
  regions: [],
  monitors: 1,
  p95Ms: null,
  lastDeploy: null,
  openIncident: null,
  maintenance: null,
  ...over,
});
const incident = (id: string, severity: "warning" | "critical", openedAt: string) => ({
  openIncident: { id, severity, title: id, openedAt },
});
const region = (over: Partial<RegionRow>): RegionRow => ({
  region: "ap-south",
  workers: [],
  alive: true,
  state: "present",
  since: "2026-01-01T11:57:00.000Z",
  lastSeenAt: "2026-01-01T11:57:00.000Z",
  monitors: 2,
  ...over,
});

describe("findAttention", () => {
  it("finds nothing where all is well", () => {
    expect(findAttention([row({})], [region({})], now)).toEqual([]);
  });

  it("puts critical incidents first, and the older one first among equals", () => {
    const rows = [
      row(incident("new-warning", "warning", "2026-01-01T11:00:00Z")),
      row(incident("old-warning", "warning", "2026-01-01T10:00:00Z")),
      row(incident("critical", "critical", "2026-01-01T11:30:00Z")),
    ];
    expect(findAttention(rows, [], now).map((item) => item.title)).toEqual([
      "critical",
      "old-warning",
      "new-warning",
    ]);
  });

  it("leaves what is in maintenance to whoever works there", () => {
    const maintenance = { id: "mnt_1", until: "2026-01-01T14:30:00.000Z", reason: "new disks" };
    const rows = [
      row({ ...incident("planned", "critical", "2026-01-01T10:00:00Z"), maintenance }),
      row(incident("warning", "warning", "2026-01-01T11:00:00Z")),
    ];
    expect(findAttention(rows, [], now).map(({ title }) => title)).toEqual(["warning"]);
  });

  it("does not repeat as an advisory or unverifiable deploy what an incident already says", () => {
    const deploy = {
      id: "dep_1",
      version: "2",
      state: "unverifiable" as const,
      at: "2026-01-01T11:00:00Z",
      actor: null,
    };
    const covered = row({
      ...incident("i", "warning", "2026-01-01T11:00:00Z"),
      health: "advisory",
      lastDeploy: deploy,
    });
    expect(findAttention([covered], [], now).map((item) => item.kind)).toEqual(["incident"]);
    const open = row({ health: "advisory", lastDeploy: deploy });
    expect(findAttention([open], [], now).map((item) => item.kind)).toEqual(["unverifiable", "advisory"]);
  });

  it("names a silent region only when monitors are probed from there", () => {
    const silent = region({ alive: false });
    expect(findAttention([], [silent], now)).toMatchObject([
      { kind: "region", title: "No data from ap-south" },
    ]);
    expect(findAttention([], [region({ alive: false, monitors: 0 })], now)).toEqual([]);
  });

  it("says of a region that is heard but reaches nothing that the connection is its own", () => {
    const [item] = findAttention([], [region({ state: "offline", since: "2026-01-01T11:50:00.000Z" })], now);
    expect(item).toMatchObject({ kind: "region", since: "2026-01-01T11:50:00.000Z" });
    expect(item?.detail).toContain("no connection of their own");
  });

  it("links to a service whose name has a slash", () => {
    expect(findAttention([row({ health: "advisory" })], [], now)[0]?.href).toBe("/services/shop%2Fapi");
  });
});
