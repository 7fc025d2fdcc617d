/**
 * The closed word lists of Rollcall. The same word stands in a column, a type, a job, a route and a page;
 * `docs/glossary.md` explains each. Values are `snake_case` because they go on the wire as they are.
 */
import { z } from "zod";

/** Milliseconds since the Unix epoch, UTC. The domain counts in these; the wire speaks RFC 3339. */
export type Instant = number;

/** What a deploy can be, most urgent first after the ended states: `state` is the first that holds. */
export const deployStates = [
  "superseded",
  "cancelled",
  "expired",
  "unverifiable",
  "rolled_back",
  "old_returned",
  "degraded",
  "stuck",
  "live",
  "holding",
  "at_target",
  "rolling",
  "waiting",
  "pending",
] as const;
export const deployState = z.enum(deployStates);
export type DeployState = z.infer<typeof deployState>;

/** States from which a deploy never comes back. */
export const endedStates = ["superseded", "cancelled", "expired"] as const satisfies readonly DeployState[];

/** States that people are told about, each with its recovery. */
export const badStates = [
  "unverifiable",
  "rolled_back",
  "old_returned",
  "degraded",
  "stuck",
] as const satisfies readonly DeployState[];
export type BadState = (typeof badStates)[number];

/** `never_seen`: the new version has not answered once; `partial`: it answers, but not everywhere. */
export const stuckKind = z.enum(["never_seen", "partial"]);
export type StuckKind = z.infer<typeof stuckKind>;

/** Why a deploy is `unverifiable`. */
export const unverifiableReason = z.enum([
  "no_version",
  "blocked",
  "too_few_samples",
  "no_monitors",
  "identity_mismatch",
]);
export type UnverifiableReason = z.infer<typeof unverifiableReason>;

/** The five marks of an answer, as people see them. */
export const buckets = ["expected", "previous", "other", "unreadable", "error"] as const;
export const bucket = z.enum(buckets);
export type Bucket = z.infer<typeof bucket>;

/** The health of a monitor or of an environment. */
export const healthStates = [
  "up",
  "down",
  "advisory",
  "no_data",
  "paused",
  "maintenance",
  "unknown",
] as const;
export const healthState = z.enum(healthStates);
export type HealthState = z.infer<typeof healthState>;

/** `warning`: users are still served; `critical`: they are not, or an old version is back. */
export const severity = z.enum(["warning", "critical"]);
export type Severity = z.infer<typeof severity>;

export const incidentState = z.enum(["open", "acknowledged", "resolved"]);
export type IncidentState = z.infer<typeof incidentState>;

/** What an incident is about: a bad deploy state, an outage, or a version nobody announced (`drift`). */
export const incidentKind = z.enum([...badStates, "outage", "drift"]);
export type IncidentKind = z.infer<typeof incidentKind>;

export const rolloutStrategy = z.enum(["rolling", "canary", "blue_green", "instant"]);
export type RolloutStrategy = z.infer<typeof rolloutStrategy>;

/** What CI says about its own job; never taken as proof that anything is live. */
export const deployStatus = z.enum(["pending", "started", "succeeded", "failed", "cancelled"]);
export type DeployStatus = z.infer<typeof deployStatus>;

export const memberRole = z.enum(["owner", "admin", "member", "viewer"]);
export type MemberRole = z.infer<typeof memberRole>;

export const tokenScope = z.enum(["deploy", "read", "full"]);
export type TokenScope = z.infer<typeof tokenScope>;

export const channelKind = z.enum(["email", "slack", "teams", "discord", "pagerduty", "webhook"]);
export type ChannelKind = z.infer<typeof channelKind>;

/** Codes of causes; stable, other programs switch on them. */
export const causeCodes = [
  "image_not_found",
  "invalid_image_name",
  "unauthorized",
  "expired_credentials",
  "rate_limited",
  "registry_network",
  "registry_dns",
  "registry_tls",
  "wrong_platform",
  "node_disk_or_corrupt",
  "pull_backoff_only",
  "image_never_present",
  "crash_loop",
  "oom_killed",
  "config_error",
  "container_create_error",
  "probe_failing",
  "init_container_failing",
  "unschedulable",
  "quota_exceeded",
  "volume_mount",
  "sandbox_network",
  "node_not_ready",
  "admission_denied",
  "progress_deadline",
  "edge_stale",
  "region_lagging",
  "partial_backends",
  "earlier_version_back",
  "bad_release",
  "too_few_pods",
  "never_started",
  "version_not_reported",
  "no_monitors",
  "identity_mismatch",
  "prober_blocked",
] as const;
export const causeCode = z.enum(causeCodes);
export type CauseCode = z.infer<typeof causeCode>;

/** A ranked explanation of a bad verdict: `confidence` 0–1, `evidence` lines as read, `next` commands to type. */
export const cause = z.object({
  code: causeCode,
  title: z.string(),
  confidence: z.number().min(0).max(1),
  evidence: z.array(z.string()),
  next: z.array(z.string()),
  /** One paragraph in plain words, where the source of the cause has more to say than its title. */
  explanation: z.string().optional(),
  fix: z.string().optional(),
  /** Its page, `/docs/causes/<code>` on the instance. */
  docs: z.string().optional(),
});
export type Cause = z.infer<typeof cause>;
