/** Findings that later statements of the same text show to be over. */
import type { CauseCode } from "../../glossary.ts";
import type { Finding } from "./judge-statement.ts";
import type { Statement } from "./reader/statement.ts";

const pulling: readonly CauseCode[] = [
  "image_not_found",
  "invalid_image_name",
  "unauthorized",
  "expired_credentials",
  "rate_limited",
  "registry_network",
  "registry_dns",
  "registry_tls",
  "node_disk_or_corrupt",
  "pull_backoff_only",
  "image_never_present",
];

/** What a normal event, said later of the same object, proves to be over. */
const proofs: Readonly<Record<string, readonly CauseCode[]>> = {
  Pulled: [...pulling, "unschedulable", "sandbox_network", "volume_mount"],
  Started: ["unschedulable", "sandbox_network", "volume_mount", "config_error", "container_create_error"],
  Created: ["unschedulable", "sandbox_network", "volume_mount", "config_error"],
  Scheduled: ["unschedulable"],
  SuccessfulCreate: ["quota_exceeded", "admission_denied"],
  NodeReady: ["node_not_ready"],
  Killing: [],
};

/** Until then a container that has just started may not be ready. */
const startingMs = 30_000;

/** More normal events than these prove nothing that they do not. */
const proofsMax = 200;

/** The findings that still hold. Without ages nothing is known to be over. */
export function dropOvercome(findings: readonly Finding[], all: readonly Statement[]): Finding[] {
  const proven = all
    .filter(({ type, reason }) => type === "Normal" && reason !== null && reason in proofs)
    .slice(-proofsMax);
  const readyPods = new Set(
    all.filter(({ isReady, isPast, name }) => isReady && !isPast && name !== null).map(({ name }) => name),
  );
  const endings = all.flatMap(readEnding).slice(-proofsMax);
  const places = new Map(endings.length === 0 ? [] : all.map((statement, index) => [statement, index]));
  return findings.filter((finding) => {
    const { statement } = finding;
    const place = places.get(statement) ?? 0;
    if (endings.some((ending) => place < ending.place && isOfWait(finding, ending))) return false;
    if (statement.source === "event" && readyPods.has(statement.name) && isCalm(finding)) return false;
    return !isStarting(finding, proven) && !proven.some((proof) => isOver(finding, proof));
  });
}

/** A wait that went well in the end: of one workload, or `null` for all. */
type Ending = { place: number; workload: string | null };

const workloadDone =
  /\b(?:deployment|(?:stateful|daemon) ?set|pod)s?(?:\.[a-z.]{1,40})?[/ ]"?([a-z0-9][a-z0-9.-]{0,252})"? (?:is ready|successfully rolled out|condition met)\b/i;

function readEnding({ source, message }: Statement, place: number): Ending[] {
  if (source !== "text") return [];
  const workload = workloadDone.exec(message)?.[1];
  if (workload !== undefined) return [{ place, workload }];
  return /\bsuccessfully rolled out\b|\bdeployments? stabilized\b/i.test(message)
    ? [{ place, workload: null }]
    : [];
}

/** What was told while that was waited for; events and states speak for themselves. */
function isOfWait({ rule, statement }: Finding, { workload }: Ending): boolean {
  if (statement.source !== "text") return false;
  return rule.code === "progress_deadline" || workload === null || statement.message.includes(workload);
}

function isOver({ rule, statement }: Finding, proof: Statement): boolean {
  const codes = proofs[proof.reason ?? ""] ?? [];
  if (!codes.includes(rule.code) || !isSameObject(statement, proof)) return false;
  if (statement.ageMs === null || proof.ageMs === null) return false;
  return proof.ageMs < statement.ageMs && isSameImage(statement, proof);
}

function isSameObject(one: Statement, other: Statement): boolean {
  return one.name === other.name && (one.container === null || one.container === other.container);
}

/** A pod may pull one image and fail to pull the next. */
function isSameImage(one: Statement, other: Statement): boolean {
  const image = /\bimage "([^"\s]{1,300})"/;
  const [failed, pulled] = [image.exec(one.message)?.[1], image.exec(other.message)?.[1]];
  return failed === undefined || pulled === undefined || failed === pulled;
}

/** A failed readiness probe or two, seconds after the start or the order to stop. */
function isStarting({ rule, statement }: Finding, proven: readonly Statement[]): boolean {
  if (rule.code !== "probe_failing" || (statement.count ?? 1) > 3 || !/readiness/i.test(statement.message))
    return false;
  return proven.some(
    ({ name, ageMs }) =>
      name === statement.name &&
      ageMs !== null &&
      statement.ageMs !== null &&
      ageMs >= statement.ageMs &&
      ageMs - statement.ageMs <= startingMs,
  );
}

const calmAfterMs = 120_000;

/** What a pod that is ready complained of before; crashes and probes that went on failing lately are not over. */
function isCalm({ rule, statement }: Finding): boolean {
  const comesAndGoes = rule.code === "probe_failing" || rule.code === "crash_loop";
  return !comesAndGoes || (statement.count ?? 1) <= 3 || (statement.ageMs ?? 0) >= calmAfterMs;
}
