import type { TokenScope } from "@rollcall/domain/glossary";
import type { TokenWire } from "@rollcall/domain/wire";

/** What a token with this scope may do. */
export const scopeWords: Record<TokenScope, string> = {
  deploy: "Announces, reads and cancels deploys and sends evidence. For CI.",
  read: "Reads everything, changes nothing. For dashboards and gates.",
  full: "Everything, also monitors, channels and tokens. For your own tools.",
};

/** "checkout-api in production", "every service": what a token is limited to. */
export function reachWords({ services, environments }: Pick<TokenWire, "services" | "environments">): string {
  const whose = services.length === 0 ? "every service" : services.join(", ");
  return environments.length === 0 ? whose : `${whose} in ${environments.join(", ")}`;
}

/** How a token stands at an instant: only an `active` one is let in. */
export function tokenState(
  token: Pick<TokenWire, "revokedAt" | "expiresAt">,
  nowMs: number,
): "active" | "expired" | "revoked" {
  if (token.revokedAt !== null) return "revoked";
  return token.expiresAt !== null && Date.parse(token.expiresAt) <= nowMs ? "expired" : "active";
}

export const lifetimes = [
  { value: "never", label: "Never", days: null },
  { value: "30", label: "In 30 days", days: 30 },
  { value: "90", label: "In 90 days", days: 90 },
  { value: "365", label: "In a year", days: 365 },
] as const;
export type Lifetime = (typeof lifetimes)[number]["value"];

/** When a token made now ends. */
export function expiryOf(lifetime: Lifetime, nowMs: number): string | null {
  const days = lifetimes.find(({ value }) => value === lifetime)?.days ?? null;
  return days === null ? null : new Date(nowMs + days * 86_400_000).toISOString();
}
