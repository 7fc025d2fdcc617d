/**
 * The one way out: every request to an address that a user gave us goes through `outboundRequest`, be it a probe, a
 * redirect or a webhook.
 *
 * How it works. Each hop: parse the URL once and check what needs no address (`target.ts`) → resolve all its
 * addresses and refuse the target if the guard closes any of them (`resolve.ts`) → dial exactly one checked
 * address and check the socket's peer again (`connect.ts`) → send one request over that socket and read the
 * answer under caps (`exchange.ts`). A redirect starts over with its own checks (`redirect.ts`). One deadline
 * covers it all; what goes wrong is an `Outcome`, never an exception.
 *
 * What breaks it:
 * - Giving Node the host name. It would resolve again, and the second answer may be another one (DNS rebinding).
 *   A `lookup` hook alone does not help either: Node never calls it for an IP literal.
 * - A second request on a connection. Each gets one of its own, which ends with its answer: a balancer must be free to
 *   pick any backend, nothing unchecked may be reused, and nobody can be confused about where an answer ends.
 * - Decompression. We ask for `identity` and leave an encoded body unread: a few kilobytes of gzip can be gigabytes,
 *   and decoders have had holes. Never swap this for `fetch`, which decodes by itself.
 * - A timer per phase. A server that drips one byte a second passes each of them; only the total stops it.
 * - A deadline that trusts the timer. After a blocked event loop timers run before sockets are read: every target that
 *   has answered meanwhile would have timed out. `startDeadline` gives the time back (`loop-clock.ts`).
 * - Environment proxies. They are not read: a proxy would dial for us, past the guard.
 * - Slow name servers. `dns.lookup` runs on libuv's thread pool (4 threads unless `UV_THREADPOOL_SIZE` says more) and
 *   cannot be cancelled: the deadline holds, but threads stay busy until the resolver gives up. So look-ups are shared
 *   and bounded (`share-lookups.ts`), and names that were quick have room of their own.
 */
import type { SecureContext } from "node:tls";
import type { HttpMethod } from "@rollcall/domain/monitor-spec";
import type { Outcome } from "@rollcall/domain/observation";
import { sharedSecureContext } from "./connect.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import type { Guard } from "./guard.ts";
import { headerValue } from "./header-value.ts";
import type { LoopClock } from "./loop-clock.ts";
import { type Dial, type Hop, type HopSeen, makeHop, nothingSeen } from "./make-hop.ts";
import { isRedirect, nextHop } from "./redirect.ts";
import { type Resolve, resolveBySystem } from "./resolve.ts";
import { parseTarget } from "./target.ts";

export type OutboundRequest = {
  url: string;
  method: HttpMethod;
  headers: Record<string, string>;
  body: string | null;
  /** Covers everything from the first name looked up to the last byte, over all redirects. */
  timeoutMs: number;
  /** Redirects to follow, at most 5; with 0 the redirect itself is the answer. */
  followRedirects: number;
  /** Which of the target's addresses to dial, modulo their number. Default 0. */
  turn?: number;
  /** Default 64 KiB; with 0 an answer ends with its headers. */
  bodyBytesMax?: number;
  /**
   * Dial the host of this URL instead, by its scheme and port: an origin behind an edge. `Host`, path and the name in
   * TLS stay those of `url`; a redirect to another origin is dialled where it leads.
   */
  via?: string | null;
};

/**
 * `resolve` and `secureContext` stand in for the system's resolver and certificate store. With `clock` the time in
 * which this program did not listen is measured, given back to the target, and never held against it.
 */
export type OutboundOptions = {
  guard: Guard;
  signal?: AbortSignal;
  clock?: Pick<LoopClock, "deafMs">;
  resolve?: Resolve;
  secureContext?: () => SecureContext;
};

/** The outcome with everything seen on the way; what `HopSeen` holds is of the last hop. */
export type OutboundResult = HopSeen & {
  startedAt: number;
  finishedAt: number;
  totalMs: number;
  /** How much of `totalMs` this program did not listen; 0 without a clock. */
  observerDelayMs: number;
  /** The URLs that redirects led to, in order. */
  redirects: string[];
};

const redirectsMax = 5;
const bodyBytesMaxDefault = 64 * 1024;

/**
 * Makes one request on fresh connections to checked addresses. Resolves with an outcome for whatever the target or
 * the network does; rejects only with the signal's reason when the caller aborts.
 */
export async function outboundRequest(
  request: OutboundRequest,
  options: OutboundOptions,
): Promise<OutboundResult> {
  const startedAt = Date.now();
  const began = performance.now();
  const { clock } = options;
  const deafBefore = clock?.deafMs() ?? 0;
  const deadline = startDeadline(request.timeoutMs, options.signal, clock);
  try {
    const trip = await followHops(request, options, deadline);
    options.signal?.throwIfAborted();
    const totalMs = performance.now() - began;
    const observerDelayMs = (clock?.deafMs() ?? 0) - deafBefore;
    const listenedMs = totalMs - observerDelayMs;
    const isOwn = isOwnFailure(trip.outcome, { listenedMs, observerDelayMs, timeoutMs: request.timeoutMs });
    const outcome: Outcome = isOwn ? { kind: "observer_offline" } : trip.outcome;
    const finishedAt = startedAt + totalMs;
    return { startedAt, finishedAt, totalMs, observerDelayMs, ...trip, outcome };
  } finally {
    deadline.stop();
  }
}

/** A server hangs up on a client that says nothing for seconds; sooner it has other reasons. */
const deafMsForReset = 1_000;

/** A timeout says something about a target only if that had its time; a reset, only if we did not keep it waiting. */
function isOwnFailure(
  outcome: Outcome,
  times: { listenedMs: number; observerDelayMs: number; timeoutMs: number },
): boolean {
  if (outcome.kind === "timeout") return times.listenedMs < 0.9 * times.timeoutMs;
  return outcome.kind === "reset" && times.observerDelayMs >= deafMsForReset;
}

type Trip = HopSeen & { redirects: string[] };

async function followHops(
  request: OutboundRequest,
  options: OutboundOptions,
  deadline: Deadline,
): Promise<Trip> {
  const redirects: string[] = [];
  const first = parseTarget(request.url);
  if (!first.ok) return { ...nothingSeen(), outcome: first.outcome, redirects };
  const via = request.via == null ? null : parseTarget(request.via);
  if (via?.ok === false) return { ...nothingSeen(), outcome: via.outcome, redirects };
  const dial: Dial = {
    guard: options.guard,
    deadline,
    resolve: options.resolve ?? resolveBySystem,
    secureContext: options.secureContext ?? sharedSecureContext,
    headers: request.headers,
    via: via?.value ?? null,
    turn: request.turn ?? 0,
    bodyBytesMax: request.bodyBytesMax ?? bodyBytesMaxDefault,
  };
  const limit = Math.min(request.followRedirects, redirectsMax);
  let hop: Hop = { target: first.value, method: request.method, body: request.body, isOtherOrigin: false };
  for (;;) {
    const seen = await makeHop(hop, dial);
    if (limit <= 0) return { ...seen, redirects };
    const status = seen.outcome.kind === "answered" ? seen.outcome.status : 0;
    const location = headerValue(seen.headers, "location");
    if (!isRedirect(status, location)) return { ...seen, redirects };
    if (redirects.length >= limit)
      return {
        ...seen,
        outcome: { kind: "bad_redirect", detail: `more than ${limit} redirects` },
        redirects,
      };
    const next = nextHop(hop, status, location);
    if (!next.ok) return { ...seen, outcome: next.outcome, redirects };
    hop = next.value;
    redirects.push(hop.target.url.href);
  }
}
