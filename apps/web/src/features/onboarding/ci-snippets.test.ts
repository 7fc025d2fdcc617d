import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { ciSnippets, isOnlyHere } from "./ci-snippets.ts";

const facts = {
  baseUrl: "https://rollcall.example.com",
  service: "checkout-api",
  environment: "production",
  version: null,
};
const codeOf = (id: string, version: string | null) =>
  ciSnippets({ ...facts, version }).find((s) => s.id === id)?.code;

describe("ciSnippets", () => {
  const docs = path.join(import.meta.dirname, "../../../../../docs/guides/announce-from-ci.md");
  const guide = readFileSync(docs, "utf8");
  const commit = "4f0c2a9d5be1d1bd6ab5ff6f27f2f0d8a5c6d111";
  test.each([
    { id: "github", version: commit },
    { id: "gitlab", version: commit },
    { id: "curl", version: null },
    { id: "cli", version: null },
  ])("of $id is what the guide shows", ({ id, version }) => {
    expect(guide).toContain(codeOf(id, version));
  });

  test.each([
    { version: "4f0c2a9", expected: "$GITHUB_SHA" },
    { version: "1.42.0", expected: "$GITHUB_REF_NAME" },
    { version: "20261122", expected: "$GITHUB_REF_NAME" },
    { version: null, expected: "$GITHUB_REF_NAME" },
  ])("announces what the app names itself by: $version by $expected", ({ version, expected }) => {
    expect(codeOf("github", version)).toContain(expected);
  });

  test.each(["1.0'; rm -rf ~ #", "$(id)", "`id`", "a b", "1.0\nrm", '1.0"}'])(
    "never puts %j from an answer into a shell",
    (version) => {
      for (const { code } of ciSnippets({ ...facts, version })) expect(code).not.toContain(version);
    },
  );
});

test.each([
  { baseUrl: "http://localhost:3000", expected: true },
  { baseUrl: "http://127.0.0.1:3000", expected: true },
  { baseUrl: "http://[::1]:3000", expected: true },
  { baseUrl: "https://rollcall.example.com", expected: false },
  { baseUrl: "http://10.0.0.3:3000", expected: false },
])("$baseUrl is reached only from here: $expected", ({ baseUrl, expected }) => {
  expect(isOnlyHere(baseUrl)).toBe(expected);
});
