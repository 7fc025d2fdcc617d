import type { Inspection } from "@rollcall/queue";
import { describe, expect, test } from "vitest";
import { collectCandidates, findSource } from "./candidates.ts";
import { type ProbedRegion, probeSentence } from "./probe-words.ts";

const answered: Inspection = {
  startedAt: 0,
  finishedAt: 212,
  timings: { dnsMs: 10, connectMs: 20, tlsMs: 30, firstByteMs: 150, transferMs: 2 },
  totalMs: 212,
  remoteAddress: "203.0.113.7",
  outcome: { kind: "answered", status: 200, body: "read" },
  version: null,
  instance: null,
  cache: {},
  failedAssertions: [],
  tlsDaysLeft: 40,
  headers: [["X-Git-Sha", "4f0c2a9"]],
  bodyHead: '{\n  "version": "1.42.0",\n  "api": "1.42.0-api"\n}',
  candidates: [],
  redirects: [],
};
const good = (region: string, more: Partial<Inspection> = {}): ProbedRegion => ({
  region,
  state: "done",
  why: null,
  inspection: { ...answered, ...more },
});
const waiting: ProbedRegion = { region: "us-east", state: "pending", why: null, inspection: null };

describe("probeSentence", () => {
  test.each([
    { name: "nothing yet", regions: [waiting], expected: "Asking from 1\u00a0region." },
    {
      name: "one here, one to come",
      regions: [good("eu-west"), waiting],
      expected:
        "1 of 2\u00a0regions got a good answer, the fastest in 212\u00a0ms. Waiting for 1\u00a0more region.",
    },
    {
      name: "a failure is named with its region",
      regions: [good("eu-west"), good("us-east", { outcome: { kind: "refused" } })],
      expected:
        "1 of 2\u00a0regions got a good answer, the fastest in 212\u00a0ms. us-east: connection refused.",
    },
    {
      name: "an answer that is not as asked is not good",
      regions: [good("eu-west", { failedAssertions: ["status is 204"] })],
      expected:
        "0 of 1\u00a0region got a good answer. eu-west: answered 200, but not as asked: status is 204.",
    },
    {
      name: "a region without a prober",
      regions: [{ region: "ap-south", state: "silent", why: "Start a worker.", inspection: null } as const],
      expected: "0 of 1\u00a0region got a good answer. ap-south: not probed, no prober answers.",
    },
  ])("$name", ({ regions, expected }) => {
    expect(probeSentence(regions)).toBe(expected);
  });
});

describe("collectCandidates", () => {
  const header = {
    reader: { from: "header", name: "x-git-sha" },
    why: "a header for commits",
    score: 80,
  } as const;
  const field = {
    reader: { from: "json", path: "version" },
    why: "a field for versions",
    score: 70,
  } as const;

  test("what every region saw goes before what scores higher", () => {
    const regions = [
      good("a", {
        candidates: [
          { ...header, value: "4f0c2a9" },
          { ...field, value: "1.42.0" },
        ],
      }),
      good("b", { candidates: [{ ...field, value: "1.42.0" }] }),
    ];
    expect(collectCandidates(regions).map(({ reader }) => reader)).toEqual([field.reader, header.reader]);
  });

  test("regions that read different values are told apart, the frequent value first", () => {
    const regions = ["1.41.3", "1.42.0", "1.42.0"].map((value, index) =>
      good(`r${index}`, { candidates: [{ ...field, value }] }),
    );
    expect(collectCandidates(regions)[0]?.values).toEqual([
      { value: "1.42.0", regions: ["r1", "r2"] },
      { value: "1.41.3", regions: ["r0"] },
    ]);
  });
});

describe("findSource", () => {
  test.each([
    {
      name: "a header, as it was sent",
      reader: { from: "header", name: "x-git-sha" },
      value: "4f0c2a9",
      expected: { place: "header", before: "X-Git-Sha: ", value: "4f0c2a9", after: "" },
    },
    {
      name: "the line of a body",
      reader: { from: "json", path: "version" },
      value: "1.42.0",
      expected: { place: "body", before: '"version": "', value: "1.42.0", after: '",' },
    },
    {
      name: "the same value under a later name",
      reader: { from: "json", path: "api" },
      value: "1.42.0",
      expected: { place: "body", before: '"api": "', value: "1.42.0", after: '-api"' },
    },
    { name: "not in the shown head", reader: { from: "text" }, value: "9.9.9", expected: null },
  ] as const)("$name", ({ reader, value, expected }) => {
    expect(findSource(answered, reader, value)).toEqual(expected);
  });
});
