import type { Socket } from "node:net";
import type { SecureContext } from "node:tls";
import type { HttpMethod } from "@rollcall/domain/monitor-spec";
import type { Outcome, ProbeTimings } from "@rollcall/domain/observation";
import { connectInTurn, daysLeftOnCertificate, startTls } from "./connect.ts";
import type { Deadline } from "./deadline.ts";
import { exchange } from "./exchange.ts";
import type { Guard } from "./guard.ts";
import { requestHeaders } from "./request-headers.ts";
import { type Resolve, resolveTarget } from "./resolve.ts";
import type { Step } from "./step.ts";
import { isAddressLiteral, type Target } from "./target.ts";

/** Where one request goes and what it carries. */
export type Hop = {
  target: Target;
  method: HttpMethod;
  body: string | null;
  /** A redirect has left the first origin: only harmless headers go along. */
  isOtherOrigin: boolean;
};

/** What all hops of a request share. */
export type Dial = {
  guard: Guard;
  deadline: Deadline;
  resolve: Resolve;
  secureContext: () => SecureContext;
  headers: Record<string, string>;
  /** Where to connect instead, for as long as the request stays on its first origin. */
  via: Target | null;
  turn: number;
  bodyBytesMax: number;
};

/** What a hop saw until it ended, well or badly. */
export type HopSeen = {
  outcome: Outcome;
  timings: ProbeTimings;
  /** The address that was dialed, also when it refused. */
  remoteAddress: string | null;
  tlsDaysLeft: number | null;
  headers: [name: string, value: string][];
  /** What was read of the body, cut at the cap; `null` when it is encoded, absent or never came. */
  body: Buffer | null;
};

type Seen = Omit<HopSeen, "outcome">;

/** A hop of which nothing is known yet. */
export function nothingSeen(): Seen {
  return {
    timings: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, transferMs: null },
    remoteAddress: null,
    tlsDaysLeft: null,
    headers: [],
    body: null,
  };
}

/** Resolves, checks, connects and exchanges once; follows nothing. */
export async function makeHop(hop: Hop, dial: Dial): Promise<HopSeen> {
  const seen = nothingSeen();
  const place = hop.isOtherOrigin ? hop.target : (dial.via ?? hop.target);
  const connected = await openConnection(hop.target, place, dial, seen);
  if (!connected.ok) return { ...seen, outcome: connected.outcome };
  const body = hop.body === null ? null : Buffer.from(hop.body, "utf8");
  const sent = {
    method: hop.method,
    path: `${hop.target.url.pathname}${hop.target.url.search}`,
    headers: requestHeaders(hop.target, dial.headers, body, hop.isOtherOrigin),
    body,
    bodyBytesMax: dial.bodyBytesMax,
  };
  const sentAt = performance.now();
  const exchanged = await exchange(connected.value, sent, dial.deadline);
  if (!exchanged.ok) return { ...seen, outcome: exchanged.outcome };
  const { outcome, headers, firstByteAt } = exchanged.value;
  seen.headers = headers;
  seen.body = exchanged.value.body;
  seen.timings.firstByteMs = firstByteAt - sentAt;
  seen.timings.transferMs = performance.now() - firstByteAt;
  return { outcome, ...seen };
}

/** Connects to `place`; the certificate must be valid for the name of `target`. */
async function openConnection(target: Target, place: Target, dial: Dial, seen: Seen): Promise<Step<Socket>> {
  const lap = stopwatch();
  const addresses = await resolveTarget(place, dial.resolve, dial.guard, dial.deadline);
  const dnsMs = lap();
  if (!isAddressLiteral(place)) seen.timings.dnsMs = dnsMs;
  if (!addresses.ok) return addresses;

  const connected = await connectInTurn(addresses.value, dial.turn, place.port, dial, (address) => {
    seen.remoteAddress = address;
  });
  if (!connected.ok) return connected;
  seen.timings.connectMs = lap();
  if (!place.isTls) return connected;

  const secured = await startTls(connected.value, target, dial.secureContext(), dial.deadline);
  if (!secured.ok) return secured;
  seen.timings.tlsMs = lap();
  seen.tlsDaysLeft = daysLeftOnCertificate(secured.value.certificate, Date.now());
  return { ok: true, value: secured.value.socket };
}

/** Gives the milliseconds since it was made, then since it was last read. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const lap = now - last;
    last = now;
    return lap;
  };
}
