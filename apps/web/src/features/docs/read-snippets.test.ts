import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { readSnippets } from "./read-snippets.ts";

test("the guide on reporting a version has one snippet a framework, each not to be stored by a cache", () => {
  const docs = path.join(import.meta.dirname, "../../../../../docs/guides/report-your-version.md");
  const snippets = readSnippets(readFileSync(docs, "utf8"));
  const names = ["Express", "Next.js", "Spring Boot", "FastAPI", "Go", "nginx"];
  expect(snippets.map(({ name }) => name)).toEqual(names);
  for (const { code } of snippets) expect(code).toMatch(/no-?store/i);
});

test("only the first code below a third-level heading counts", () => {
  const text = "## A\n```\nno\n```\n### B\ntext\n```js\nyes\n```\n```\nno\n```\n";
  expect(readSnippets(text)).toEqual([{ name: "B", code: "yes" }]);
});
