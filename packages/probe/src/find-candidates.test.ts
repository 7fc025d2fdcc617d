import { describe, expect, it } from "vitest";
import { makeAnswer } from "../test/make-answer.ts";
import { findCandidates } from "./find-candidates.ts";
import { readVersion } from "./read-version.ts";

const sha = "4f0c2a9b8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a";

function found(answer: ReturnType<typeof makeAnswer>): string[] {
  return findCandidates(answer).map(({ reader, value }) => {
    const place = "name" in reader ? reader.name : "path" in reader ? reader.path : "";
    return `${reader.from} ${place} ${value}`.replace("  ", " ");
  });
}

describe("findCandidates", () => {
  it("finds headers, commits before versions", () => {
    const answer = makeAnswer("<html></html>", {
      headers: { Server: "nginx/1.25.3", "X-App-Version": "1.42.0", "X-Git-Sha": sha, ETag: `"${sha}"` },
    });
    expect(found(answer)).toEqual([`header x-git-sha ${sha}`, "header x-app-version 1.42.0"]);
  });

  it.each([
    "x-version",
    "x-app-version",
    "x-release",
    "x-git-sha",
    "x-commit",
    "x-build-id",
    "x-checkout-version",
  ])("knows the header %s", (name) => {
    expect(found(makeAnswer("", { headers: { [name]: "1.42.0" } }))).toEqual([`header ${name} 1.42.0`]);
  });

  it.each([
    ["Server", "nginx/1.25.3"],
    ["X-API-Version", "2024-01-01"],
    ["X-AspNet-Version", "4.0.30319"],
    ["X-Powered-By", "PHP/8.3.1"],
    ["ETag", '"1.42.0"'],
    ["X-Amz-Version-Id", "3sL4kqtJlcpXroDTDmJrmSpXd3dIbrHY"],
    ["MIME-Version", "1.0"],
    ["X-Request-Id", "6f1d2c3b-aaaa-bbbb-cccc-1234567890ab"],
    ["X-Version", "unknown"],
    ["X-Version", "a sentence about a version"],
  ])("does not take %s: %s for a version", (name, value) => {
    expect(found(makeAnswer("", { headers: { [name]: value } }))).toEqual([]);
  });

  it("reads Spring Boot's info", () => {
    const body = JSON.stringify({
      build: { artifact: "checkout", version: "1.42.0", time: "2026-11-22T09:00:00Z" },
      git: { branch: "main", commit: { id: "df027cf", time: "2026-11-22T08:00:00Z" } },
      java: { version: "21.0.4", vendor: { name: "Eclipse" } },
    });
    expect(found(makeAnswer(body))).toEqual(["json build.version 1.42.0", "json git.commit.id df027cf"]);
  });

  it("reads Dockerflow's version object", () => {
    const body = JSON.stringify({
      source: "https://github.com/example/app",
      version: "1.42.0",
      commit: sha,
      build: "https://ci.example.com/1",
    });
    expect(found(makeAnswer(body))).toEqual([`json commit ${sha}`, "json version 1.42.0"]);
  });

  it("prefers releaseId in health+json, whose version is the interface's", () => {
    const body = JSON.stringify({
      status: "pass",
      version: "1",
      releaseId: "1.42.0",
      checks: { "db:version": "16.1" },
    });
    const answer = makeAnswer(body, { headers: { "Content-Type": "application/health+json" } });
    expect(found(answer)).toEqual(["json releaseId 1.42.0"]);
  });

  it.each(["sha", "commitSha", "git_sha", "build_sha", "gitVersion", "app_version", "revision", "imageTag"])(
    "knows the field %s",
    (key) => {
      expect(found(makeAnswer(JSON.stringify({ [key]: "1.42.0" })))).toEqual([`json ${key} 1.42.0`]);
    },
  );

  it("does not take versions of other things", () => {
    const body = JSON.stringify({
      apiVersion: "v1.2.3",
      schemaVersion: "2.0.0",
      nodeVersion: "20.1.0",
      dependencies: { postgres: { version: "16.1.0" } },
      runtime: { version: "1.2.3" },
    });
    expect(found(makeAnswer(body))).toEqual([]);
  });

  it("does not take an API description's version", () => {
    expect(found(makeAnswer(JSON.stringify({ openapi: "3.1.0", info: { version: "1.0.0" } })))).toEqual([]);
  });

  it("names keys that a dotted path cannot by a pointer", () => {
    expect(found(makeAnswer(JSON.stringify({ "my app": { version: "1.42.0" } })))).toEqual([
      "json /my app/version 1.42.0",
    ]);
  });

  it("finds meta tags, not the generator", () => {
    const html =
      '<html><head><meta name="generator" content="Hugo 0.120.0"><meta name="app-version" content="1.42.0"></head>';
    expect(found(makeAnswer(html))).toEqual(["meta app-version 1.42.0"]);
  });

  it("finds a version that is the whole answer, but not a mere word", () => {
    expect(found(makeAnswer("v1.42.0\n"))).toEqual(["text v1.42.0"]);
    expect(found(makeAnswer("OK"))).toEqual([]);
    expect(found(makeAnswer("1"))).toEqual([]);
  });

  it("finds only headers on a failure", () => {
    const answer = makeAnswer('{"version":"1.42.0"}', { status: 503, headers: { "x-version": "1.42.0" } });
    expect(found(answer)).toEqual(["header x-version 1.42.0"]);
  });

  it("every candidate is read by its own reader, with a reason", () => {
    const wide = Object.fromEntries(
      Array.from({ length: 500 }, (_, i) => [`part${i}`, { "service.version": `1.0.${i}` }]),
    );
    const answer = makeAnswer(JSON.stringify(wide), { headers: { "x-release": "7" } });
    const candidates = findCandidates(answer);
    expect(candidates).toHaveLength(12);
    for (const { reader, value, why } of candidates) {
      expect(readVersion(reader, answer)).toBe(value);
      expect(why).toMatch(/^a .+, a .+$/);
    }
  });

  it("survives JSON that is 10,000 deep", () => {
    expect(found(makeAnswer(`${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`))).toEqual([]);
  });
});
