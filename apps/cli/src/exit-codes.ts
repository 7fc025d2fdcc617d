import type { DeployWire } from "@rollcall/domain/wire";

/** What `rollcall` exits with; documented, scripts switch on it. */
export const exitCodes = {
  live: 0,
  internal: 1,
  usage: 2,
  stuck: 3,
  degraded: 4,
  superseded: 5,
  rolledBack: 6,
  unreachable: 7,
  unverifiable: 8,
  cancelled: 9,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** How long to wait and for what. `timeoutMs: null` waits as long as the server's deadline and a margin. */
export type WaitRules = { onStuck: "wait" | "fail"; requireChange: boolean; timeoutMs: number | null };

/** How a wait ended: `headline` in a few words, for the last line and for annotations. */
export type Ending = { code: ExitCode; headline: string };

/** When the wait began, and since when the deploy has been unverifiable without a break. */
export type WaitTimes = { beganAt: number; now: number; unverifiableSince: number | null };

const deadlineMarginMs = 60_000;
const unverifiablePatienceMs = 60_000;
/** What failed or went back before a deploy was announced again has this long to be replaced. */
const retryPatienceMs = 120_000;

/** Whether the wait for a deploy is over, and with what; `null` while it goes on. */
export function judgeEnding(deploy: DeployWire, rules: WaitRules, times: WaitTimes): Ending | null {
  return judgeState(deploy, rules, times) ?? judgeTimeout(deploy, rules, times);
}

function judgeState(deploy: DeployWire, rules: WaitRules, times: WaitTimes): Ending | null {
  switch (deploy.state) {
    case "live":
      return deploy.alreadyLive && rules.requireChange
        ? {
            code: exitCodes.unverifiable,
            headline: `${deploy.version} was served before; no change can be seen`,
          }
        : { code: exitCodes.live, headline: `${deploy.version} is live` };
    case "at_target":
      return { code: exitCodes.live, headline: `${deploy.version} has reached its target share` };
    case "stuck":
      return rules.onStuck === "fail" ? { code: exitCodes.stuck, headline: stuckWords(deploy) } : null;
    case "degraded":
      if (isJustRetried(deploy, times)) return null;
      return { code: exitCodes.degraded, headline: "Answers got worse with this deploy" };
    case "old_returned":
      return { code: exitCodes.degraded, headline: "The old version has come back" };
    case "rolled_back":
      if (isJustRetried(deploy, times)) return null;
      return { code: exitCodes.rolledBack, headline: "An earlier version is back everywhere" };
    case "superseded":
      return { code: exitCodes.superseded, headline: "A newer announcement took over" };
    case "cancelled":
      return { code: exitCodes.cancelled, headline: "The deploy was cancelled" };
    case "expired":
      return { code: exitCodes.cancelled, headline: "The deploy was watched to its end without proof" };
    case "unverifiable":
      return times.unverifiableSince !== null && times.now - times.unverifiableSince >= unverifiablePatienceMs
        ? { code: exitCodes.unverifiable, headline: "It cannot be told what is served" }
        : null;
    default:
      return null;
  }
}

/** A new try of a deploy that was announced before: what runs now may still be what the last try left behind. */
function isJustRetried({ createdAt, announcedAt }: DeployWire, { now }: WaitTimes): boolean {
  const isRetry = Date.parse(announcedAt) > Date.parse(createdAt);
  return isRetry && now < Date.parse(announcedAt) + retryPatienceMs;
}

function judgeTimeout(deploy: DeployWire, rules: WaitRules, times: WaitTimes): Ending | null {
  if (rules.timeoutMs !== null) return times.now - times.beganAt >= rules.timeoutMs ? timedOut(deploy) : null;
  const isOnTheClock = deploy.state === "waiting" || deploy.state === "rolling" || deploy.state === "stuck";
  if (!isOnTheClock || deploy.deadlineAt === null) return null;
  return times.now >= Date.parse(deploy.deadlineAt) + deadlineMarginMs ? timedOut(deploy) : null;
}

function timedOut(deploy: DeployWire): Ending {
  if (deploy.state === "unverifiable")
    return { code: exitCodes.unverifiable, headline: "It cannot be told what is served" };
  return {
    code: exitCodes.stuck,
    headline: deploy.state === "stuck" ? stuckWords(deploy) : "Timed out before it was live",
  };
}

function stuckWords(deploy: DeployWire): string {
  return deploy.stuckKind === "never_seen"
    ? "Rollout stuck: the version has not appeared"
    : "Rollout stuck half-way";
}

/** Of several deploys that belong together the worst ending counts. */
export function worstEnding(endings: readonly Ending[]): Ending | undefined {
  const worstFirst: ExitCode[] = [
    exitCodes.degraded,
    exitCodes.rolledBack,
    exitCodes.stuck,
    exitCodes.unverifiable,
    exitCodes.cancelled,
    exitCodes.superseded,
    exitCodes.live,
  ];
  const rank = (ending: Ending) => worstFirst.indexOf(ending.code);
  return endings.toSorted((a, b) => rank(a) - rank(b))[0];
}
