import type { Target } from "./target.ts";

/** Headers that decide whom a request speaks to or how it is framed; a caller's value is never sent. */
const ownHeaders = new Set([
  "host",
  "connection",
  "proxy-connection",
  "proxy-authorization",
  "keep-alive",
  "content-length",
  "transfer-encoding",
  "te",
  "trailer",
  "upgrade",
  "expect",
  "http2-settings",
  "accept-encoding",
]);

/** What may follow a redirect to another origin. Any other header could carry a credential, whatever its name. */
const harmlessHeaders = new Set(["accept", "accept-language", "cache-control", "pragma", "user-agent"]);

/**
 * The headers as they are sent: the caller's, less those we own, plus ours. Values go out as UTF-8.
 * Across origins only headers that cannot hold a secret are kept.
 */
export function requestHeaders(
  target: Target,
  callers: Record<string, string>,
  body: Buffer | null,
  isOtherOrigin: boolean,
): Record<string, string | number> {
  const headers: Record<string, string | number> = { Host: target.url.host };
  const sent = new Set<string>();
  for (const [name, value] of Object.entries(callers)) {
    const key = name.toLowerCase();
    if (ownHeaders.has(key) || sent.has(key) || (isOtherOrigin && !harmlessHeaders.has(key))) continue;
    sent.add(key);
    headers[name] = isAscii(value) ? value : Buffer.from(value, "utf8").toString("latin1");
  }
  if (!sent.has("accept")) headers.Accept = "*/*";
  headers["Accept-Encoding"] = "identity";
  headers.Connection = "close";
  if (body !== null) headers["Content-Length"] = body.byteLength;
  return headers;
}

function isAscii(text: string): boolean {
  return !/[^ -~]/.test(text);
}
