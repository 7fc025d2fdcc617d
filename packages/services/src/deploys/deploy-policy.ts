/** By what a deploy is judged: chosen when it is announced, and kept with it, so that its history stays true. */
import type { Prisma } from "@rollcall/db";
import { choosePolicy, defaultPolicy, policyConflict, policyNames } from "@rollcall/domain/policy";
import { AppError } from "@rollcall/domain/problem";
import {
  type PolicyName,
  type PolicySource,
  type PolicyWire,
  policySource,
  type StatedPolicy,
  statedPolicy,
} from "@rollcall/domain/wire";
import { z } from "zod";

type StoredPolicy = Pick<Prisma.DeployModel, PolicyName | "policyFrom">;
type PolicyColumns = Pick<Prisma.DeployModel, PolicyName> & { policyFrom: Record<string, PolicySource> };

const sources = z.partialRecord(z.enum(policyNames), policySource).catch({});

/** The settings that a stored deploy is judged by, and who chose each. */
export function readDeployPolicy(row: StoredPolicy): PolicyWire {
  const from = sources.parse(row.policyFrom);
  const settings = policyNames.map((name) => {
    const value = row[name] ?? defaultPolicy[name];
    // Deploys of earlier releases had no defaults of their service: what differs is their own.
    return [name, { value, from: from[name] ?? (value === defaultPolicy[name] ? "default" : "deploy") }];
  });
  return Object.fromEntries(settings) as PolicyWire;
}

/** What a service says by default of an environment's deploys, as it is stored. */
export function readServicePolicy(column: unknown): StatedPolicy {
  return statedPolicy.catch({}).parse(column);
}

/** The settings of a deploy that is announced: its own, those of its service as they are now, the defaults. */
export function announcedPolicy(input: StatedPolicy, ofService: StatedPolicy): PolicyColumns {
  return columnsOf(input, input, ofService);
}

/** The same for a deploy that is announced again: what was stated of it before still holds. */
export function repeatedPolicy(
  input: StatedPolicy,
  stored: StoredPolicy,
  ofService: StatedPolicy,
): PolicyColumns {
  return columnsOf(input, { ...chosenBy("deploy", stored), ...pickStated(input) }, ofService);
}

/** The same for a deploy that is changed: what its service said when it was announced still holds. */
export function patchedPolicy(input: StatedPolicy, stored: StoredPolicy): PolicyColumns {
  return repeatedPolicy(input, stored, chosenBy("service", stored));
}

function columnsOf(input: StatedPolicy, stated: StatedPolicy, ofService: StatedPolicy): PolicyColumns {
  requirePossiblePolicy({ ...ofService, ...pickStated(stated) }, Object.keys(pickStated(input)), "#");
  const policy = choosePolicy(stated, ofService);
  const chosen = policyNames.filter((name) => policy[name].from !== "default");
  const unlessDefault = (name: PolicyName) => (chosen.includes(name) ? policy[name].value : null);
  return {
    tolerance: unlessDefault("tolerance"),
    risk: unlessDefault("risk"),
    progressDeadlineSeconds: policy.progressDeadlineSeconds.value,
    holdSeconds: unlessDefault("holdSeconds"),
    soakSeconds: unlessDefault("soakSeconds"),
    probesPerSecondMax: unlessDefault("probesPerSecondMax"),
    policyFrom: Object.fromEntries(chosen.map((name) => [name, policy[name].from])),
  };
}

/** What a proof and its deadline are made of, first what is most easily changed. */
const proofSettings: PolicyName[] = ["progressDeadlineSeconds", "tolerance", "risk", "probesPerSecondMax"];

/**
 * Throws `invalid_input` when settings cannot go together and one of those in conflict is `asked` for now: whoever
 * states none of them is never at fault. `at` is the JSON Pointer of the settings in the input.
 */
export function requirePossiblePolicy(policy: StatedPolicy, asked: readonly string[], at: string): void {
  const field = proofSettings.find((name) => asked.includes(name));
  const detail = field === undefined ? null : policyConflict(policy);
  if (detail === null) return;
  throw new AppError("invalid_input", "The input has errors; nothing was written.", {
    errors: [{ detail, pointer: `${at}/${field}` }],
  });
}

function chosenBy(source: PolicySource, stored: StoredPolicy): StatedPolicy {
  const policy = readDeployPolicy(stored);
  return Object.fromEntries(
    policyNames.filter((name) => policy[name].from === source).map((name) => [name, policy[name].value]),
  );
}

/** Leaves out everything else that an announcement says. */
function pickStated(input: StatedPolicy): StatedPolicy {
  return Object.fromEntries(
    policyNames.filter((name) => input[name] !== undefined).map((name) => [name, input[name]]),
  );
}
