import { describe, expect, it } from "vitest";
import type { VersionReader } from "../monitor-spec.ts";
import type { Outcome } from "../observation.ts";
import { type Classification, classifyAnswer } from "./classify-answer.ts";
import { isReadableVersion } from "./readable-version.ts";

const header: VersionReader = { from: "header", name: "x-version" };
const json: VersionReader = { from: "json", path: "version" };
const known = { identities: ["1.42.0"], previousIdentities: ["1.41.3"] };

function answered(status: number): Outcome {
  return { kind: "answered", status, body: "read" };
}

type Case = {
  name: string;
  outcome?: Outcome;
  value: string | null;
  reader?: VersionReader;
  failed?: string[];
  identities?: Partial<typeof known>;
  expected: Partial<Classification>;
};

describe("classifyAnswer", () => {
  const cases: Case[] = [
    {
      name: "the expected version",
      value: "v1.42.0",
      expected: {
        bucket: "expected",
        version: "expected",
        ok: true,
        matchRule: "folded",
        reported: "v1.42.0",
      },
    },
    { name: "the previous version", value: "1.41.3", expected: { bucket: "previous", matchRule: null } },
    { name: "a version nobody announced", value: "1.43.0", expected: { bucket: "other", version: "other" } },
    { name: "no version", value: null, expected: { bucket: "unreadable", version: "unreadable", ok: true } },
    { name: "a placeholder", value: "unknown", expected: { bucket: "unreadable", reported: null } },
    {
      name: "a version in a header of a 503: known, and an error",
      outcome: answered(503),
      failed: ["status is between 200 and 399"],
      value: "1.42.0",
      expected: { bucket: "error", version: "expected", ok: false },
    },
    {
      name: "a version in the body of a 503: not believed",
      outcome: answered(503),
      failed: ["status is between 200 and 399"],
      reader: json,
      value: "1.42.0",
      expected: { bucket: "error", version: "unreadable", reported: null },
    },
    {
      name: "a version in a body of a 3xx: not believed",
      outcome: answered(302),
      reader: json,
      value: "1.42.0",
      expected: { bucket: "unreadable", ok: true },
    },
    {
      name: "a 200 whose assertion fails",
      failed: ["body contains ok"],
      value: "1.42.0",
      expected: { bucket: "error", version: "expected", ok: false },
    },
    {
      name: "a timeout",
      outcome: { kind: "timeout", phase: "first_byte" },
      value: null,
      expected: { bucket: "error", version: "unreadable", ok: false },
    },
    {
      name: "a text that names both versions",
      value: "main-3f2a1bc",
      identities: { identities: ["3f2a1bc"], previousIdentities: ["main-3f2a1bc"] },
      expected: { bucket: "unreadable", version: "unreadable", matchRule: null },
    },
    {
      name: "a version that is not expected when nobody knows the previous one",
      value: "1.40.0",
      identities: { previousIdentities: [] },
      expected: { bucket: "previous" },
    },
  ];
  it.each(cases)("marks $name", ({ outcome, value, reader, failed, identities, expected }) => {
    const result = {
      outcome: outcome ?? answered(200),
      failedAssertions: failed ?? [],
      version: value === null ? null : { value, reader: reader ?? header },
    };
    expect(classifyAnswer(result, { ...known, ...identities })).toMatchObject(expected);
  });
});

describe("isReadableVersion", () => {
  it.each([
    "unknown",
    "UNKNOWN",
    " dev ",
    "null",
    "",
    "   ",
    "local-dev",
    "undefined",
    "none",
    "latest",
    '""',
    "-",
    "\u0024{GIT_SHA}",
    "$VERSION",
    "{{ .Version }}",
    "@project.version@",
    "%APP_VERSION%",
    "0.0.0-dev",
    "<version>",
  ])("takes %j for no version", (text) => {
    expect(isReadableVersion(text)).toBe(false);
  });

  it.each(["1.42.0", "3f2a1bc", "v2", "0.0.0", "devtools-1.2", "2026-11-22", "dev-3f2a1bc", "42"])(
    "takes %j for a version",
    (text) => {
      expect(isReadableVersion(text)).toBe(true);
    },
  );

  it("takes nothing at all for no version", () => {
    expect(isReadableVersion(null)).toBe(false);
  });
});
