/** When a channel hears of a notice: at once, or together with others in one message, a digest. */
import type { ChannelKind, Instant } from "../glossary.ts";
import type { Notice } from "../notice.ts";

/** So many messages a channel gets one by one; what is more within `paceWithinMs` waits for a digest. */
const singlesMax = 10;
export const paceWithinMs = 60_000;
/** So long after its last message a channel gets its next digest. */
const breathMs = 15_000;
/** A storm is over when a channel has had no message for so long. */
export const stormCalmMs = 5 * 60_000;

/** What people read. Programs, PagerDuty among them, get every notice as one of its own. */
const digestKinds: ReadonlySet<string> = new Set<ChannelKind>(["email", "slack", "teams", "discord"]);

/** True for a notice that may be told together with others: one of an incident, or good news. */
export function isForDigest(
  { tone, sample, incidentId }: Pick<Notice, "tone" | "sample" | "incidentId">,
  channelKind: string,
): boolean {
  const isTellable = tone === "info" || (tone !== "note" && incidentId !== null);
  return isTellable && !sample && digestKinds.has(channelKind);
}

/**
 * What a channel has been told lately: messages of their own in the last `paceWithinMs`, and its last message and last
 * digest in the last `stormCalmMs`. A message that is planned counts from the time it is planned for.
 */
export type ChannelPace = { singles: number; lastAt: Instant | null; digestAt: Instant | null };

/**
 * When to tell one more. The first few go at once, and so does one in a storm that comes alone; the rest waits a
 * quarter of a minute after the message before it at most, and is told with whatever else waits then.
 */
export function planTelling(pace: ChannelPace, now: Instant): { at: Instant; inDigest: boolean } {
  const isStorm = pace.singles >= singlesMax || pace.digestAt !== null;
  if (!isStorm) return { at: now, inDigest: false };
  const isPlanned = pace.digestAt !== null && pace.digestAt > now;
  const next = isPlanned ? (pace.digestAt ?? now) : (pace.lastAt ?? now) + breathMs;
  return { at: Math.min(Math.max(next, now), now + breathMs), inDigest: true };
}
