import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cause, type CauseCode, causeCodes } from "../../glossary.ts";
import { mergeCauses } from "./merge-causes.ts";

const causeOf = (code: CauseCode, confidence: number, more: Partial<Cause> = {}): Cause => ({
  code,
  title: code,
  confidence,
  evidence: [`${code} was read`],
  next: [`look at ${code}`],
  ...more,
});

describe("mergeCauses", () => {
  it.each([
    {
      name: "puts what the cluster names before the pattern it explains",
      outside: [causeOf("never_started", 0.8)],
      cluster: [causeOf("config_error", 0.75)],
      expected: ["config_error", "never_started"],
    },
    {
      name: "leaves a pattern before a cluster that names nothing in particular",
      outside: [causeOf("never_started", 0.6)],
      cluster: [causeOf("progress_deadline", 0.6)],
      expected: ["never_started", "progress_deadline"],
    },
    {
      name: "leaves a pattern before what the cluster said long ago",
      outside: [causeOf("never_started", 0.6)],
      cluster: [causeOf("image_not_found", 0.57)],
      expected: ["never_started", "image_not_found"],
    },
    {
      name: "knows more from a pull that fails than from nothing seen",
      outside: [causeOf("never_started", 0.8)],
      cluster: [causeOf("pull_backoff_only", 0.6)],
      expected: ["pull_backoff_only", "never_started"],
    },
    {
      name: "leaves what we saw ourselves before everything",
      outside: [causeOf("edge_stale", 0.9), causeOf("never_started", 0.6)],
      cluster: [causeOf("oom_killed", 0.95)],
      expected: ["edge_stale", "oom_killed", "never_started"],
    },
    {
      name: "does not believe that an image is missing whose version answers",
      outside: [causeOf("partial_backends", 0.65)],
      cluster: [causeOf("image_not_found", 0.95)],
      isExpectedSeen: true,
      expected: ["partial_backends", "image_not_found"],
    },
    {
      name: "believes that some pods crash although others answer",
      outside: [causeOf("partial_backends", 0.65)],
      cluster: [causeOf("crash_loop", 0.75)],
      isExpectedSeen: true,
      expected: ["crash_loop", "partial_backends"],
    },
    {
      name: "keeps what one side alone knows",
      outside: [],
      cluster: [causeOf("crash_loop", 0.75)],
      expected: ["crash_loop"],
    },
  ])("$name", ({ outside, cluster, isExpectedSeen = false, expected }) => {
    const merged = mergeCauses(outside, cluster, { isExpectedSeen });
    expect(merged.map(({ code }) => code)).toEqual(expected);
  });

  it("makes one cause of what registry and cluster say alike", () => {
    const merged = mergeCauses(
      [causeOf("image_not_found", 0.85, { evidence: ["the registry says so"], next: ["inspect"] })],
      [
        causeOf("image_not_found", 0.95, {
          title: "ghcr.io/a/b:1 does not exist",
          next: ["inspect", "describe"],
        }),
      ],
      { isExpectedSeen: false },
    );
    expect(merged).toEqual([
      causeOf("image_not_found", 0.95, {
        title: "ghcr.io/a/b:1 does not exist",
        evidence: ["image_not_found was read", "the registry says so"],
        next: ["inspect", "describe"],
      }),
    ]);
  });

  it("loses no code, names none twice, and ranks by how sure it is", () => {
    const causes = fc.array(
      fc
        .tuple(fc.constantFrom(...causeCodes), fc.integer({ min: 0, max: 100 }))
        .map(([code, percent]) => causeOf(code, percent / 100)),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(causes, causes, fc.boolean(), (outside, cluster, isExpectedSeen) => {
        const merged = mergeCauses(outside, cluster, { isExpectedSeen });
        const codes = merged.map(({ code }) => code);
        expect([...codes].sort()).toEqual(
          [...new Set([...outside, ...cluster].map(({ code }) => code))].sort(),
        );
        const sure = merged.map(({ confidence }) => confidence);
        expect(sure).toEqual([...sure].sort((a, b) => b - a));
      }),
    );
  });
});
