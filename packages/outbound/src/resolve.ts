import { lookup } from "node:dns/promises";
import { classifyFailure } from "./classify-failure.ts";
import type { Deadline } from "./deadline.ts";
import type { Guard } from "./guard.ts";
import { shareLookups } from "./share-lookups.ts";
import { runStep, type Step } from "./step.ts";
import { isAddressLiteral, type Target } from "./target.ts";

/** Turns a host name into all its addresses; throws an error with a `code` when it has none. */
export type Resolve = {
  (hostname: string): Promise<string[]>;
  /** True while nobody has been asked about the name yet, because others are asked about first. */
  isWaiting?(hostname: string): boolean;
};

/** The system's resolver: `/etc/hosts` and search domains count, as they do for every other program here. */
export const resolveBySystem: Resolve = shareLookups(async (hostname) => {
  const found = await lookup(hostname, { all: true, verbatim: true });
  return found.map(({ address }) => address);
});

/**
 * Every address of the target, in a stable order, all of them open. One closed address refuses the whole target:
 * a name that also points inside is a name somebody is playing with.
 */
export async function resolveTarget(
  target: Target,
  resolve: Resolve,
  guard: Guard,
  deadline: Deadline,
): Promise<Step<string[]>> {
  const found = isAddressLiteral(target)
    ? { ok: true as const, value: [target.hostname] }
    : await askResolver(target.hostname, resolve, deadline);
  if (!found.ok) return found;
  const closed = found.value.find((address) => !guard.isOpen(address));
  if (closed !== undefined) return { ok: false, outcome: { kind: "blocked_target", address: closed } };
  if (found.value.length === 0) return { ok: false, outcome: { kind: "dns_failed", code: "ENODATA" } };
  return { ok: true, value: [...new Set(found.value)].sort() };
}

async function askResolver(hostname: string, resolve: Resolve, deadline: Deadline): Promise<Step<string[]>> {
  const found = await runStep<string[]>(
    deadline,
    () => "dns",
    (settle) => {
      resolve(hostname).then(
        (value) => settle({ ok: true, value }),
        (error) => settle({ ok: false, outcome: classifyFailure(error, "dns") }),
      );
    },
  );
  const isUnasked = !found.ok && found.outcome.kind === "timeout" && resolve.isWaiting?.(hostname) === true;
  return isUnasked ? { ok: false, outcome: { kind: "observer_offline" } } : found;
}
