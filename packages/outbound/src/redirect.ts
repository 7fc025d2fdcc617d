import type { Outcome } from "@rollcall/domain/observation";
import type { Hop } from "./make-hop.ts";
import type { Step } from "./step.ts";
import { parseTarget } from "./target.ts";

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** True when the answer sends us elsewhere. */
export function isRedirect(status: number, location: string | undefined): location is string {
  return redirectStatuses.has(status) && location !== undefined;
}

/**
 * The hop a redirect asks for. 303 asks with GET, as do 301 and 302 after a POST; 307 and 308 repeat the request.
 * Refused: from https to http, and a body that would reach another origin. Once off the first origin, a request
 * stays without its credentials even if a later redirect leads back.
 */
export function nextHop(hop: Hop, status: number, location: string): Step<Hop> {
  if (!URL.canParse(location, hop.target.url.href))
    return refuse(`cannot follow "${location.slice(0, 200)}"`);
  const parsed = parseTarget(new URL(location, hop.target.url).href);
  if (!parsed.ok) return parsed;
  const target = parsed.value;
  if (hop.target.isTls && !target.isTls) return refuse(`from https to http, ${target.url.host}`);
  const becomesGet = hop.method !== "HEAD" && (status === 303 || (status < 303 && hop.method === "POST"));
  const isOtherOrigin = hop.isOtherOrigin || target.url.origin !== hop.target.url.origin;
  const body = becomesGet ? null : hop.body;
  if (isOtherOrigin && body !== null) return refuse(`would send the body to ${target.url.host}`);
  return { ok: true, value: { target, method: becomesGet ? "GET" : hop.method, body, isOtherOrigin } };
}

function refuse(detail: string): { ok: false; outcome: Outcome } {
  return { ok: false, outcome: { kind: "bad_redirect", detail } };
}
