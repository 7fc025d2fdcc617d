import { lexer, type Tokens } from "marked";
import { plainText } from "./plain-text.ts";

export type Snippet = { name: string; code: string };

/** The first code under each third-level heading of a guide, by that heading: what a page offers to copy. */
export function readSnippets(markdown: string): Snippet[] {
  const snippets: Snippet[] = [];
  let name: string | null = null;
  for (const token of lexer(markdown)) {
    if (token.type === "heading") {
      const heading = token as Tokens.Heading;
      name = heading.depth === 3 ? plainText(heading.tokens) : null;
    }
    if (token.type === "code" && name !== null) {
      snippets.push({ name, code: (token as Tokens.Code).text });
      name = null;
    }
  }
  return snippets;
}
