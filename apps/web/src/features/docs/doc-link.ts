/**
 * Where a link in the document `slug` leads inside the app: `../states.md#x` becomes `/docs/states#x`. Addresses
 * that are not files of ours stay as they are; `null` for schemes that a document has no business with.
 */
export function docLink(slug: string, href: string): string | null {
  if (/^(https?:|mailto:|#|\/)/i.test(href)) return href;
  const target = new URL(href, `http://docs/docs/${slug}`);
  if (target.host !== "docs") return null;
  return `${target.pathname.replace(/\.md$/, "")}${target.hash}`;
}

/** The anchor of a heading, as GitHub makes it, so that links work in both places. */
export function headingAnchor(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}
