const anyOrigin = "https://rollcall.invalid";

/**
 * Where to go after signing in: `next` when it is a path of this instance, `/` for anything else. What a browser
 * would read as another host (`//x`, `/\x`, `/%09/x` once trimmed) is not a path.
 */
export function ownPath(next: string | string[] | undefined): string {
  if (typeof next !== "string" || !next.startsWith("/") || !URL.canParse(next, anyOrigin)) return "/";
  const url = new URL(next, anyOrigin);
  const isOwn = url.origin === anyOrigin && !url.pathname.startsWith("//");
  return isOwn ? `${url.pathname}${url.search}${url.hash}` : "/";
}
