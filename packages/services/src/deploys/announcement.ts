/** From the body of an announcement to columns: what a new deploy is, and what a repeated one changes. */
import type { Prisma } from "@rollcall/db";
import { AppError } from "@rollcall/domain/problem";
import type { AnnounceDeployInput, PatchDeployInput, StatedPolicy } from "@rollcall/domain/wire";
import { announcedPolicy, repeatedPolicy } from "./deploy-policy.ts";

const watchMs = 24 * 3_600_000;

/** The version a deploy is known by: the stated one, else its first identity. */
export function announcedVersion(input: AnnounceDeployInput): string {
  const version = input.version ?? input.identities[0];
  if (version === undefined)
    throw new AppError("invalid_input", "Name the version, or at least one identity.");
  return version;
}

/** When the clock of a deploy starts; `null` while it is pending. A start in the future counts from now. */
export function announcedStart(input: AnnounceDeployInput, now: Date): Date | null {
  if (input.status === "pending") return null;
  const stated = input.startedAt === undefined ? now : new Date(input.startedAt);
  return stated > now ? now : stated;
}

/** The columns of a new deploy, except where it belongs and what served before. `policy` is its service's. */
export function newDeployColumns(input: AnnounceDeployInput, policy: StatedPolicy, now: Date) {
  const version = announcedVersion(input);
  return {
    version,
    identities: [...new Set([version, ...input.identities])],
    status: "started",
    strategy: input.strategy,
    releaseId: input.releaseId,
    repository: input.repository,
    ref: input.ref,
    cluster: input.cluster,
    namespace: input.namespace,
    workload: input.workload,
    ...announcedPolicy(input, policy),
    watchUntil: new Date(now.getTime() + watchMs),
    ...changedColumns(input, now),
    startedAt: announcedStart(input, now),
    createdAt: now,
  };
}

/**
 * The columns that a repeated announcement changes: what it states, and identities it adds. Announced as started once
 * more, a deploy that has started is tried anew.
 */
export function repeatedColumns(
  input: AnnounceDeployInput,
  stored: Prisma.DeployModel,
  policy: StatedPolicy,
  now: Date,
) {
  return {
    ...changedColumns(input, now),
    ...repeatedPolicy(input, stored, policy),
    identities: [...new Set([...stored.identities, ...input.identities])],
    ...(input.releaseId !== undefined && { releaseId: input.releaseId }),
    ...(input.repository !== undefined && { repository: input.repository }),
    ...(input.ref !== undefined && { ref: input.ref }),
    ...(input.cluster !== undefined && { cluster: input.cluster }),
    ...(input.namespace !== undefined && { namespace: input.namespace }),
    ...(input.workload !== undefined && { workload: input.workload }),
    ...startColumns(input.status ?? "started", stored, announcedStart(input, now)),
    ...((input.status ?? "started") === "started" && stored.startedAt !== null && { retriedAt: now }),
  };
}

/** The columns that both an announcement and a change by `PATCH` may state. */
export function changedColumns(input: PatchDeployInput, now: Date) {
  const { status, watchUntil, ...plain } = input;
  const stated = Object.fromEntries(
    changeable.flatMap((name) => (plain[name] === undefined ? [] : [[name, plain[name]]])),
  );
  return {
    ...(stated as Pick<PatchDeployInput, (typeof changeable)[number]>),
    ...(watchUntil !== undefined && { watchUntil: futureTime(watchUntil, now) }),
    ...(status !== undefined && { status }),
    ...(status === "cancelled" && { cancelledAt: now }),
  };
}

const changeable = [
  "image",
  "imagePushed",
  "platforms",
  "targetShare",
  "url",
  "actor",
  "metadata",
] as const satisfies readonly (keyof PatchDeployInput)[];

/** A pending deploy starts with any other word than `pending`; one that has started never goes back. */
export function startColumns(
  status: PatchDeployInput["status"],
  stored: Pick<Prisma.DeployModel, "startedAt" | "status">,
  startedAt: Date | null,
): { startedAt?: Date; status?: string } {
  if (stored.startedAt !== null) return status === "pending" ? { status: stored.status } : {};
  const isStarting = status !== undefined && status !== "pending" && status !== "cancelled";
  return isStarting && startedAt !== null ? { startedAt, status } : {};
}

function futureTime(text: string, now: Date): Date {
  const time = new Date(text);
  if (time > now) return time;
  throw new AppError("invalid_input", "The input has errors; nothing was written.", {
    errors: [{ detail: "must be in the future", pointer: "#/watchUntil" }],
  });
}
