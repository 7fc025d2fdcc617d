/** Whose pages may act with a visitor's cookies: our own, and on this machine under each of its names. */
const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

/** The origins of `baseUrl`; one on loopback is the same place as `localhost`, `127.0.0.1` and `[::1]`. */
export function trustedOrigins(baseUrl: string): string[] {
  const url = new URL(baseUrl);
  if (!loopbackNames.includes(url.hostname)) return [url.origin];
  const port = url.port === "" ? "" : `:${url.port}`;
  return loopbackNames.map((name) => `${url.protocol}//${name}${port}`);
}

/**
 * Whether a request that changes something comes from our own pages. Browsers send `Origin` with every such
 * request; where it is missing, `Sec-Fetch-Site` must say `same-origin`.
 */
export function isSameOrigin(headers: Headers, origins: string[]): boolean {
  const origin = headers.get("origin");
  if (origin !== null) return origins.includes(origin);
  return headers.get("sec-fetch-site") === "same-origin";
}
