/** What every page is sent with. Set before Next answers; Next puts the nonce on the scripts it writes itself. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { productVersion } from "@rollcall/runtime";

/** Tells a page its own path and query, which Next keeps from server components. */
export const pathHeader = "x-rollcall-path";

type Options = { isDev: boolean; isHttps: boolean };

/**
 * Sets the security headers of a page and tells Next the nonce by the request's own headers, where it looks for it.
 * Pages read it as `x-nonce` for scripts of their own. Whatever a client sent under these names is replaced.
 */
export function setPageHeaders(request: IncomingMessage, response: ServerResponse, options: Options): void {
  const nonce = randomBytes(16).toString("base64");
  const policy = contentPolicy(nonce, options);
  request.headers["content-security-policy"] = policy;
  request.headers["x-nonce"] = nonce;
  request.headers[pathHeader] = request.url ?? "/";
  delete request.headers["x-middleware-subrequest"];
  response.setHeader("content-security-policy", policy);
  response.setHeader("x-rollcall-version", productVersion);
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "same-origin");
  response.setHeader("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()");
  if (options.isHttps) response.setHeader("strict-transport-security", "max-age=31536000");
}

/** Styles may stand inline: charts set sizes and colours as attributes, which no nonce can cover. */
export function contentPolicy(nonce: string, { isDev }: Pick<Options, "isDev">): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${isDev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
