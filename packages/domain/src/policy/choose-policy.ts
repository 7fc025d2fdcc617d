import { defaultRolloutPolicy } from "../rollout/policy.ts";
import type { RolloutPolicy } from "../rollout/types.ts";
import type { PolicyName, PolicyWire, StatedPolicy } from "../wire/policy.ts";

/** The defaults of all settings, in the words of the API. */
export const defaultPolicy: { [Name in PolicyName]-?: PolicyWire[Name]["value"] } = {
  tolerance: defaultRolloutPolicy.tolerance,
  risk: defaultRolloutPolicy.risk,
  progressDeadlineSeconds: defaultRolloutPolicy.progressDeadlineMs / 1000,
  holdSeconds: null,
  soakSeconds: defaultRolloutPolicy.soakMs / 1000,
  probesPerSecondMax: null,
};

/** All settings, in the order in which they are shown. */
export const policyNames = Object.keys(defaultPolicy) as PolicyName[];

/** Setting by setting what the deploy states, or else its service, or else the default. */
export function choosePolicy(ofDeploy: StatedPolicy, ofService: StatedPolicy): PolicyWire {
  const chosen = policyNames.map((name) => {
    if (ofDeploy[name] !== undefined) return [name, { value: ofDeploy[name], from: "deploy" }];
    if (ofService[name] !== undefined) return [name, { value: ofService[name], from: "service" }];
    return [name, { value: defaultPolicy[name], from: "default" }];
  });
  return Object.fromEntries(chosen) as PolicyWire;
}

/** The chosen settings as the judgement takes them. */
export function toRolloutPolicy(
  policy: PolicyWire,
): Pick<
  RolloutPolicy,
  "tolerance" | "risk" | "progressDeadlineMs" | "holdMs" | "soakMs" | "probesPerSecondMax"
> {
  const hold = policy.holdSeconds.value;
  return {
    tolerance: policy.tolerance.value,
    risk: policy.risk.value,
    progressDeadlineMs: policy.progressDeadlineSeconds.value * 1000,
    holdMs: hold === null ? null : hold * 1000,
    soakMs: policy.soakSeconds.value * 1000,
    probesPerSecondMax: policy.probesPerSecondMax.value,
  };
}
