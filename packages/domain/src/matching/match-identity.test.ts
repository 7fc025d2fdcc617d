import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchIdentity } from "./match-identity.ts";

const sha = "3f2a1bc9d04e5f60718293a4b5c6d7e8f9012345";
const otherSha = "3f2a1bd9d04e5f60718293a4b5c6d7e8f9012345";
const digest = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c";

describe("matchIdentity", () => {
  const hits = [
    { name: "the same text", reported: "1.42.0", identity: "1.42.0", rule: "exact" },
    {
      name: "spaces, case and a leading v",
      reported: " V1.42.0-RC1 ",
      identity: "1.42.0-rc1",
      rule: "folded",
    },
    { name: "a tag as a ref", reported: "v1.42.0", identity: "refs/tags/v1.42.0", rule: "folded" },
    { name: "quotes around it", reported: '"1.42.0"', identity: "1.42.0", rule: "folded" },
    { name: "7 digits answered for 40 announced", reported: "3f2a1bc", identity: sha, rule: "hex_prefix" },
    { name: "40 digits answered for 7 announced", reported: sha, identity: "3F2A1BC", rule: "hex_prefix" },
    {
      name: "12 digits of a 64-digit digest",
      reported: digest.slice(0, 12),
      identity: digest,
      rule: "hex_prefix",
    },
    {
      name: "git describe for a commit",
      reported: "v1.41.0-14-g3f2a1bc",
      identity: sha,
      rule: "known_shape",
    },
    {
      name: "a dirty git describe",
      reported: "v1.41.0-14-g3f2a1bc-dirty",
      identity: "3f2a1bc",
      rule: "known_shape",
    },
    { name: "main-<sha> for a commit", reported: "main-3f2a1bc", identity: sha, rule: "known_shape" },
    {
      name: "main-<sha>-<timestamp>",
      reported: "main-3f2a1bc-1763800000",
      identity: sha,
      rule: "known_shape",
    },
    { name: "version-<sha>", reported: "1.42.0-3f2a1bc", identity: sha, rule: "known_shape" },
    { name: "a commit in build metadata", reported: `1.42.0+${sha}`, identity: sha, rule: "known_shape" },
    {
      name: "an image with the tag",
      reported: "1.42.0",
      identity: "ghcr.io/acme/api:v1.42.0",
      rule: "known_shape",
    },
    {
      name: "a registry with a port",
      reported: "reg.local:5000/api:1.42.0",
      identity: "1.42.0",
      rule: "known_shape",
    },
    {
      name: "an image whose tag holds a commit",
      reported: "3f2a1bc",
      identity: "acme/api:main-3f2a1bc",
      rule: "known_shape",
    },
    {
      name: "an image by digest",
      reported: `sha256:${digest}`,
      identity: `acme/api:1.42@sha256:${digest}`,
      rule: "digest",
    },
    { name: "a digest without its prefix", reported: digest, identity: `sha256:${digest}`, rule: "digest" },
    {
      name: "a shortened digest with its prefix",
      reported: `sha256:${digest.slice(0, 12)}`,
      identity: digest,
      rule: "digest",
    },
    { name: "equal semantic versions", reported: "=1.42.0", identity: "v1.42.0", rule: "semver" },
    { name: "equal versions written loosely", reported: "1.42.0rc1", identity: "1.42.0-rc1", rule: "semver" },
  ];
  it.each(hits)("matches $name by $rule", ({ reported, identity, rule }) => {
    expect(matchIdentity(reported, ["9.9.9", identity])).toEqual({ rule, identity });
  });

  const misses = [
    { name: "another commit with the same first 6 digits", reported: otherSha.slice(0, 7), identity: sha },
    { name: "a commit shortened to 6 digits", reported: sha.slice(0, 6), identity: sha },
    { name: "two shortened commits of different length", reported: "3f2a1bc", identity: "3f2a1bc9" },
    { name: "the tag a git describe is ahead of", reported: "v1.41.0-14-g3f2a1bc", identity: "v1.41.0" },
    { name: "another build of a version", reported: "1.42.0+build.7", identity: "1.42.0+build.8" },
    {
      name: "a version with build metadata that was not announced",
      reported: "1.42.0+build.7",
      identity: "1.42.0",
    },
    { name: "a longer version that starts alike", reported: "1.42.01", identity: "1.42.0" },
    { name: "the same moving tag of two images", reported: "acme/api:latest", identity: "acme/web:latest" },
    { name: "the same date in two tags", reported: "main-20261122", identity: "release-20261122" },
    { name: "a clock time for a build number", reported: "2026-11-22T12:30", identity: "30" },
    { name: "an empty text", reported: "", identity: "1.42.0" },
  ];
  it.each(misses)("does not match $name", ({ reported, identity }) => {
    expect(matchIdentity(reported, [identity])).toBeNull();
  });

  it("prefers the stricter rule over the earlier identity", () => {
    expect(matchIdentity("3f2a1bc", [sha, "3f2a1bc"])).toEqual({ rule: "exact", identity: "3f2a1bc" });
  });

  it("accepts every shortening of a commit from 7 digits on, and no shortening of another", () => {
    const digit = fc.constantFrom(..."0123456789abcdef");
    const commit = fc.array(digit, { minLength: 40, maxLength: 40 }).map((digits) => digits.join(""));
    fc.assert(
      fc.property(commit, commit, fc.integer({ min: 7, max: 39 }), (announced, other, length) => {
        expect(matchIdentity(announced.slice(0, length), [announced])?.rule).toBe("hex_prefix");
        fc.pre(other.slice(0, 7) !== announced.slice(0, 7));
        expect(matchIdentity(other.slice(0, length), [announced])).toBeNull();
      }),
    );
  });

  it("is symmetric: it does not matter which side CI and the app write", () => {
    const text = fc.oneof(
      fc.constantFrom(...hits.flatMap((hit) => [hit.reported, hit.identity])),
      fc.string(),
    );
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(matchIdentity(a, [b])?.rule ?? null).toBe(matchIdentity(b, [a])?.rule ?? null);
      }),
    );
  });
});
