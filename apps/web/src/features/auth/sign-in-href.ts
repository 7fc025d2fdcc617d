/**
 * The sign-in page that leads back to where somebody wanted to go. `asked` is the path of the request; what the
 * router adds to it when it fetches a page in the background (`_rsc`) is not part of where they wanted to go.
 */
export function signInHref(asked: string | null): string {
  const anyOrigin = "https://rollcall.invalid";
  if (asked === null || !URL.canParse(asked, anyOrigin)) return "/sign-in";
  const url = new URL(asked, anyOrigin);
  url.searchParams.delete("_rsc");
  const next = `${url.pathname}${url.search}`;
  return next === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ next })}`;
}
