/** Which channels hear of a notice, and for each other one line saying why not. */
import type { Severity } from "@rollcall/domain/glossary";
import type { Notice } from "@rollcall/domain/notice";
import { kindWords } from "@rollcall/domain/words";
import { noticeKind } from "../ingest/notice-type.ts";
import { handleOf, isAuthorChannel } from "./notice-author.ts";

/** What a channel asks for; the columns of the same names. */
export type ChannelRule = {
  id: string;
  kind: string;
  name: string;
  enabled: boolean;
  liveNotices: boolean;
  minSeverity: string;
  services: string[];
  environments: string[];
  kinds: string[];
  actors: string[];
  /** As people may see it. */
  config: unknown;
  /** Told of a problem only after so many minutes in which nobody has acknowledged it; null: at once. */
  escalateAfterMinutes: number | null;
  /** The hidden channel to the owners, which is told only by name, and what ends such a telling. */
  forOwners: boolean;
};

/** `isRelevant` is false for a channel that covers another service or environment: not worth a line. */
export type ChannelMatch =
  | { channel: ChannelRule; isTold: true }
  | { channel: ChannelRule; isTold: false; isRelevant: boolean; why: string };

/** Where notes are worth telling: others would only get one more message. In PagerDuty that somebody is on it. */
const kindsForNotes = ["slack", "webhook"];

type NoticeScope = Pick<
  Notice,
  "type" | "tone" | "severity" | "service" | "environment" | "actor" | "unacknowledgedMinutes"
>;

const rank: Record<Severity, number> = { warning: 0, critical: 1 };

/**
 * Decides channel by channel. `toldBefore` are the channels that were sent the problem of the same subject: a recovery
 * goes to exactly those, whatever they ask for, a note to those of them that can show it, good news to none of those
 * (they hear the recovery instead). `isAuthorKnown`: a member goes by the name of who announced the deploy.
 */
export function matchChannels(
  notice: NoticeScope,
  channels: ChannelRule[],
  toldBefore: ReadonlySet<string>,
  isAuthorKnown = false,
): ChannelMatch[] {
  const isListed = (channel: ChannelRule) => !channel.forOwners || toldBefore.has(channel.id);
  return channels.filter(isListed).map((channel) => {
    const refusal = refuse(notice, channel, toldBefore) ?? refuseAuthor(notice, channel, isAuthorKnown);
    return refusal === null ? { channel, isTold: true } : { channel, isTold: false, ...refusal };
  });
}

type Refusal = { isRelevant: boolean; why: string };

function refuse(notice: NoticeScope, channel: ChannelRule, toldBefore: ReadonlySet<string>): Refusal | null {
  if (notice.tone === "recovery" || notice.tone === "note")
    return refuseFollowUp(notice, channel, toldBefore.has(channel.id));
  if (channel.forOwners) return { isRelevant: false, why: "is told only what has no other way" };
  const isIn = (list: string[], name: string) => list.length === 0 || list.includes(name);
  const isInScope = isIn(channel.services, notice.service) && isIn(channel.environments, notice.environment);
  const isAboutWorkspace = notice.service === "";
  if (!isAboutWorkspace && !isInScope)
    return { isRelevant: false, why: `does not cover ${notice.service} in ${notice.environment}` };
  if (!isAboutWorkspace && !isOfActor(notice, channel))
    return { isRelevant: false, why: `is told of deploys by ${channel.actors.join(", ")} alone` };
  const kind = noticeKind(notice.type);
  if (kind !== null && !isIn(channel.kinds, kind))
    return { isRelevant: false, why: `is not told when something is ${kindWords[kind]}` };
  if (!channel.enabled) return { isRelevant: true, why: "is switched off" };
  if (notice.tone === "info") {
    if (!channel.liveNotices) return { isRelevant: false, why: "does not ask for good news" };
    return toldBefore.has(channel.id) ? { isRelevant: false, why: "is told of the recovery instead" } : null;
  }
  const isSevereEnough =
    channel.minSeverity !== "critical" || rank[notice.severity ?? "warning"] >= rank.critical;
  if (!isSevereEnough) return { isRelevant: true, why: "takes only critical problems" };
  return isAboutWorkspace ? null : refuseInTurn(notice, channel, toldBefore.has(channel.id));
}

function isOfActor({ actor }: NoticeScope, { actors }: ChannelRule): boolean {
  return actors.length === 0 || (actor !== null && actors.map(handleOf).includes(handleOf(actor)));
}

/** A channel to authors is told what it can be told: of a deploy whose author is a member. */
function refuseAuthor({ tone, actor }: NoticeScope, channel: ChannelRule, isKnown: boolean): Refusal | null {
  const isFollowUp = tone === "recovery" || tone === "note";
  if (!isAuthorChannel(channel) || isFollowUp || isKnown) return null;
  if (actor === null) return { isRelevant: false, why: "is for deploys whose author is known" };
  return { isRelevant: true, why: `knows no member as "${actor}"` };
}

/** Who waits for a problem that nobody acknowledges is told when it is their turn, and from then on as all the others. */
function refuseInTurn(
  { unacknowledgedMinutes }: NoticeScope,
  { escalateAfterMinutes: wait }: ChannelRule,
  isTold: boolean,
): Refusal | null {
  if (unacknowledgedMinutes === undefined)
    return wait === null || isTold
      ? null
      : { isRelevant: true, why: `is told when nobody has acknowledged it for ${wait} min` };
  if (wait === null || isTold) return { isRelevant: false, why: "knows already" };
  return wait <= unacknowledgedMinutes ? null : { isRelevant: false, why: `waits for ${wait} min` };
}

/** Of what follows a problem, whatever the channel asks for. */
function refuseFollowUp({ tone, type }: NoticeScope, channel: ChannelRule, isTold: boolean): Refusal | null {
  if (!isTold) return { isRelevant: false, why: "was not told of the problem" };
  if (!channel.enabled) return { isRelevant: tone === "recovery", why: "is switched off" };
  const isPagerduty = type === "incident.acknowledged" && channel.kind === "pagerduty";
  const isShown = tone === "recovery" || isPagerduty || kindsForNotes.includes(channel.kind);
  return isShown ? null : { isRelevant: false, why: "is told of no notes" };
}

/** How a channel is called on a timeline: `ops (Slack)`. */
export function channelLabel(channel: Pick<ChannelRule, "name" | "kind">): string {
  const kinds: Record<string, string> = {
    slack: "Slack",
    teams: "Teams",
    discord: "Discord",
    pagerduty: "PagerDuty",
  };
  return `${channel.name} (${kinds[channel.kind] ?? channel.kind})`;
}

/** One line for people: who will be told, or why nobody is. */
export function describeMatches(matches: ChannelMatch[]): string {
  const told = matches.filter((match) => match.isTold);
  if (told.length > 0) return `Telling ${told.map((match) => channelLabel(match.channel)).join(", ")}.`;
  const reasons = refusals(matches);
  if (reasons.length > 0) return `Nobody is told: ${reasons.join(", ")}.`;
  return matches.length === 0
    ? "Nobody is told: there is no channel yet."
    : "Nobody is told: no channel asks for it.";
}

/** One line for people: which channels that cover it are not told, and why; `null` when there is none. */
export function describeRefusals(matches: ChannelMatch[]): string | null {
  const reasons = refusals(matches);
  return reasons.length === 0 ? null : `Not told: ${reasons.join(", ")}.`;
}

function refusals(matches: ChannelMatch[]): string[] {
  return matches.flatMap((match) =>
    !match.isTold && match.isRelevant ? [`${channelLabel(match.channel)} ${match.why}`] : [],
  );
}
