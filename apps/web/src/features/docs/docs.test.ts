import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { lexer, type Token, type Tokens, walkTokens } from "marked";
import { describe, expect, test } from "vitest";
import { docEntries } from "./doc-index.ts";
import { docLink, headingAnchor } from "./doc-link.ts";
import { plainText } from "./plain-text.ts";

const folder = path.join(import.meta.dirname, "../../../../../docs");
const readDoc = (slug: string) => lexer(readFileSync(path.join(folder, `${slug}.md`), "utf8"));

function linksIn(tokens: Token[]): string[] {
  const links: string[] = [];
  walkTokens(tokens, (token) => {
    if (token.type === "link") links.push((token as Tokens.Link).href);
  });
  return links;
}

function anchorsIn(slug: string): string[] {
  return readDoc(slug).flatMap((token) =>
    token.type === "heading" ? [headingAnchor(plainText((token as Tokens.Heading).tokens))] : [],
  );
}

describe("docLink", () => {
  test.each([
    { href: "monitors.md", expected: "/docs/guides/monitors" },
    { href: "../states.md", expected: "/docs/states" },
    { href: "../states.md#told", expected: "/docs/states#told" },
    { href: "#here", expected: "#here" },
    { href: "/docs/api", expected: "/docs/api" },
    { href: "https://example.com/a.md", expected: "https://example.com/a.md" },
    { href: "javascript:alert(1)", expected: null },
    { href: "data:text/html,x", expected: null },
  ])("$href", ({ href, expected }) => {
    expect(docLink("guides/alerts", href)).toBe(expected);
  });
});

describe.each(docEntries)("$slug", ({ slug, title }) => {
  test("exists and begins with its title", () => {
    expect(existsSync(path.join(folder, `${slug}.md`))).toBe(true);
    const [first] = readDoc(slug);
    expect(first?.type === "heading" && plainText((first as Tokens.Heading).tokens)).toBe(title);
  });

  test("links only to pages and headings that exist", () => {
    const known = new Set(["/docs/api", ...docEntries.map((entry) => `/docs/${entry.slug}`)]);
    for (const href of linksIn(readDoc(slug))) {
      const link = docLink(slug, href);
      if (link === null || /^https?:/.test(link)) continue;
      const [page, anchor] = link.split("#");
      if (page !== "") expect(known).toContain(page);
      if (anchor !== undefined)
        expect(anchorsIn(page === "" ? slug : (page?.slice(6) ?? ""))).toContain(anchor);
    }
  });
});

test("the guide on self-hosting lists every variable of .env.example, and no other", () => {
  const variable = /\b[A-Z][A-Z_]+_[A-Z_]+\b|\b(PORT|HOST)\b/g;
  const example = readFileSync(path.join(folder, "../.env.example"), "utf8");
  const declared = [...example.matchAll(/^# ([A-Z_]+)=/gm)].map((match) => match[1] ?? "");
  const table = readFileSync(path.join(folder, "guides/self-hosting.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|")[1] ?? "")
    .join(" ");
  expect([...new Set(table.match(variable) ?? [])].sort()).toEqual(declared.sort());
});
