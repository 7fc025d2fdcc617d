import type { ScenarioInput } from "@rollcall/testing/fleet";

/** What is done about a bad rollout: all pods are replaced, the edge is purged, or a fixed version follows. */
export type Remedy = { afterMs: number; about: string; how: "replace_all" | "purge_edge" | "next_version" };

/** A rollout of the show, told in `about`; without a remedy it goes well by itself. */
export type Act = { about: string; scenario: Omit<ScenarioInput, "version">; remedy: Remedy | null };

/** A service of the show: it goes through its acts again and again, each with a new version. */
export type Role = { service: string; pods: number; acts: Act[] };

const well: Act = {
  about: "a healthy rolling update",
  scenario: { kind: "rolling", stepMs: 2_500 },
  remedy: null,
};

/** The cast. Deadlines are short, so that nobody has to wait ten minutes for a stuck rollout. */
export const cast: Role[] = [
  {
    service: "checkout-api",
    pods: 8,
    acts: [well, { ...well, scenario: { kind: "rolling", stepMs: 6_000 } }],
  },
  {
    service: "billing-api",
    pods: 6,
    acts: [
      {
        about: "half of the pods are never replaced",
        scenario: { kind: "stops_at", stepMs: 2_000 },
        remedy: { afterMs: 75_000, about: "the rest is replaced", how: "replace_all" },
      },
      well,
    ],
  },
  {
    service: "search",
    pods: 4,
    acts: [
      {
        about: "the new pods never start",
        scenario: { kind: "never_starts" },
        remedy: { afterMs: 70_000, about: "a pull secret is added, the pods start", how: "replace_all" },
      },
      well,
    ],
  },
  {
    service: "profile-api",
    pods: 5,
    acts: [
      {
        about: "the new version answers 500",
        scenario: { kind: "new_fails", stepMs: 4_000 },
        remedy: { afterMs: 60_000, about: "a fixed version is rolled out", how: "next_version" },
      },
      well,
    ],
  },
  {
    service: "geo",
    pods: 4,
    acts: [
      {
        about: "ap-south is left behind",
        scenario: { kind: "region_left_behind", region: "ap-south", stepMs: 2_000 },
        remedy: { afterMs: 80_000, about: "ap-south follows", how: "replace_all" },
      },
      well,
    ],
  },
  {
    service: "storefront",
    pods: 4,
    acts: [
      {
        about: "the edge keeps serving the old page",
        scenario: { kind: "edge_stale", stepMs: 2_000 },
        remedy: { afterMs: 75_000, about: "the edge is purged", how: "purge_edge" },
      },
      well,
    ],
  },
  {
    service: "accounts",
    pods: 5,
    acts: [
      {
        about: "the old version comes back after it was live",
        scenario: { kind: "flips_back", stepMs: 1_500, flipAfterMs: 50_000 },
        remedy: { afterMs: 130_000, about: "the new version is rolled out again", how: "replace_all" },
      },
      well,
    ],
  },
];
