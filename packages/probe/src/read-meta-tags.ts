import { Parser } from "htmlparser2";

/** Read in pieces, so that what follows the head is never parsed. */
const pieceChars = 4096;
const tagsMax = 200;

/** The `<meta>` tags of a page's head as pairs of name and content, in order; stops where the head ends. */
export function readMetaTags(html: string): [name: string, content: string][] {
  const tags: [string, string][] = [];
  let isPastHead = false;
  const parser = new Parser({
    onopentag: (tag, attributes) => {
      if (tag === "body") isPastHead = true;
      if (tag !== "meta" || isPastHead) return;
      const name = attributes.name ?? attributes.property ?? attributes.itemprop;
      if (name !== undefined && attributes.content !== undefined) tags.push([name, attributes.content]);
    },
    onclosetag: (tag) => {
      if (tag === "head") isPastHead = true;
    },
  });
  for (let at = 0; at < html.length && !isPastHead && tags.length < tagsMax; at += pieceChars)
    parser.write(html.slice(at, at + pieceChars));
  return tags;
}
