import { randomUUID } from "node:crypto";
import type { ProbeSpec, ProbeVariant } from "@rollcall/domain/monitor-spec";
import type { OutboundRequest } from "@rollcall/outbound";

/** Which of a target's addresses a probe dials: consecutive within a burst, evenly spread over the ticks. */
export type ProbeTurn = { scheduledAt: number; seq: number };

/** How a prober names itself to its targets: `rollcall/1.2.3 (+https://rollcall.example.com; eu-west)`. */
export function probeUserAgent(version: string, url: string, region: string): string {
  return `rollcall/${version} (+${url}; ${region})`;
}

/**
 * The request a spec asks for: as a browser without a history would ask, `busted` past every cache, or plainly at the
 * `origin`. Throws for an origin that the spec does not name: the edge's answer must never pass for it.
 */
export function probeRequest(
  spec: ProbeSpec,
  variant: ProbeVariant,
  more: { userAgent?: string; turn?: ProbeTurn } = {},
): OutboundRequest {
  const isBusted = variant === "busted";
  if (variant === "origin" && !spec.origin) throw new Error("The monitor names no origin to ask.");
  return {
    url: isBusted ? withUniqueQuery(spec.url) : spec.url,
    method: spec.method,
    headers: withHeaders(spec.headers, {
      ...(isBusted ? bustedHeaders : {}),
      "User-Agent": headerOf(spec.headers, "user-agent") ?? more.userAgent ?? "rollcall",
    }),
    body: spec.body,
    timeoutMs: spec.timeoutMs,
    followRedirects: spec.followRedirects,
    ...(variant === "origin" && { via: spec.origin }),
    turn: more.turn ? addressTurn(more.turn) : 0,
  };
}

/**
 * `no-cache` asks for the origin's answer; `no-store` keeps it out of a cache that ignores queries in its key, where
 * it would replace what users get.
 */
const bustedHeaders = { "Cache-Control": "no-cache, no-store" };

/** A query that no cache has seen, appended as text: re-encoding what is there could change the request. */
function withUniqueQuery(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  const unique = `rollcall-probe=${randomUUID()}`;
  parsed.search = parsed.search === "" ? unique : `${parsed.search}&${unique}`;
  return parsed.href;
}

/** Hashed, because a tick number would not do: with two addresses, every full minute is even. */
function addressTurn({ scheduledAt, seq }: ProbeTurn): number {
  let hash = Math.floor(scheduledAt / 1000) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 16)) >>> 1) + seq;
}

function withHeaders(headers: Record<string, string>, over: Record<string, string>): Record<string, string> {
  const names = new Set(Object.keys(over).map((name) => name.toLowerCase()));
  const kept = Object.entries(headers).filter(([name]) => !names.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...over };
}

function headerOf(headers: Record<string, string>, name: string): string | undefined {
  return Object.entries(headers).find(([sent]) => sent.toLowerCase() === name)?.[1];
}
