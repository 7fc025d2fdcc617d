import Link from "next/link";
import { Button } from "./button.tsx";

/** From page to page of a list whose cursor stands in the URL; `query` is what else stands there. */
export function Pages({
  path,
  query,
  nextCursor,
}: {
  path: string;
  query: Record<string, string | undefined>;
  nextCursor: string | null;
}) {
  const isFirst = query.cursor === undefined;
  if (isFirst && nextCursor === null) return null;
  return (
    <nav aria-label="Pages" className="mt-3 flex gap-2">
      {!isFirst && <Button render={<Link href={withCursor(path, query, null)} />}>Newest</Button>}
      {nextCursor !== null && (
        <Button render={<Link href={withCursor(path, query, nextCursor)} />}>Older</Button>
      )}
    </nav>
  );
}

function withCursor(path: string, query: Record<string, string | undefined>, cursor: string | null): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (name !== "cursor" && value !== undefined) search.set(name, value);
  if (cursor !== null) search.set("cursor", cursor);
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}
