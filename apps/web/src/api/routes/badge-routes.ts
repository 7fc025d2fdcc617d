/** `/badges/{key}.svg`: what serves, as a small picture for a README. Open to whoever knows the key. */
import { createHash } from "node:crypto";
import { AppError } from "@rollcall/domain/problem";
import { readBadge } from "@rollcall/services/services";
import type { Hono } from "hono";
import type { ApiDeps, ApiEnv } from "../api-context.ts";
import { clientAddress } from "../client-address.ts";
import { renderBadge } from "../render-badge.ts";

export function addBadgeRoutes(app: Hono<ApiEnv>, { wiring, limits }: ApiDeps): void {
  app.get("/badges/:file{[^/]+\\.svg}", async (c) => {
    const key = c.req.param("file").slice(0, -".svg".length);
    const badge = await readBadge(wiring.db, key);
    if (badge === undefined) {
      await limits.refusals.count(clientAddress(c.req.raw.headers, c.env, wiring.env.proxyHops));
      throw new AppError("not_found", "There is no such badge; it may have been renewed.");
    }
    await limits.badges.count(key);
    const picture = renderBadge(badge);
    const etag = `"${createHash("sha256").update(picture).digest("base64url").slice(0, 22)}"`;
    // Proxies of pictures keep what they may: each time they ask, and mostly hear that nothing changed.
    const headers = { "Cache-Control": "no-cache", ETag: etag };
    if (isKnown(c.req.header("if-none-match"), etag)) return c.body(null, 304, headers);
    return c.body(picture, 200, { ...headers, "Content-Type": "image/svg+xml" });
  });
}

/** Weak comparison (RFC 9110, 13.1.2). */
function isKnown(header: string | undefined, etag: string): boolean {
  const known = header?.split(",").map((tag) => tag.trim().replace(/^W\//, "")) ?? [];
  return known.includes(etag) || known.includes("*");
}
