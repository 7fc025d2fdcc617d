/** A rollout took too long, and nothing in the words says why. */
import { describeWorkload, kubectlIn } from "../names.ts";
import type { ClusterRule } from "./cluster-rule.ts";

/** The rollout made no progress within its deadline. */
export const progressDeadline: ClusterRule = {
  code: "progress_deadline",
  signs: [
    {
      tells: 0,
      says: [
        /\bMinimumReplicasUnavailable\b|\bProgressDeadlineExceeded\b|\bexceeded its progress deadline\b|\bhas timed out progressing\b/i,
        /\b(?:could|did) not stabilize\b|\bfailed to stabilize\b|\bfailed due to progress deadline\b/i,
        /\b[1-9]\d{0,4}\/\d{1,5} (?:deployments?|resources?|rollouts?)(?:\(s\))? failed\b|\bdeployment failed: tasks failed to start\b/i,
        /\bno (?:progress|activity) (?:for|in|within|since) \d|\beven after waiting (?:for )?\d/i,
        /\b(?:RolloutAborted|rollout aborted)\b|\brevision \S{1,253} is not ready and cannot serve traffic\b/i,
        /\brollout status\b.{0,80}\btimed out\b|\bretries exhausted\b|\bstalled resources\b|\bfailed progressing\b/i,
        /\b(?:pods?|replicas?|deployments?|rollouts?|tasks?)\b.{0,120}\b(?:took longer than|did not (?:start|become|get|reach|finish|complete)\b.{0,40} (?:with)?in) \d/i,
        /\b(?:pods?|replicas?|deployments?|rollouts?|tasks?|allocations?|services?)\b.{0,120}\bnot (?:yet )?(?:ready|available|healthy|running|live) after \d/i,
        /\b(?:pods?|replicas?|deployments?|rollouts?|tasks?|allocations?)\b.{0,120}\b(?:never (?:became|got|reached)|did not (?:become|get|reach))\b.{0,40}\b(?:ready|available|healthy|running|live)\b/i,
        /\bminimum number of (?:live )?(?:pods|replicas)\b.{0,80}\b(?:not|never)\b|\bfailed to fully initialize or become live\b/i,
        /\btransitioned from \w{1,30} to Degraded\b|\bstatus:\s{0,30}(?:\S )?Degraded\b|\b(?:Synced|OutOfSync)\s{1,30}Degraded\b|\bassessed (?:Failed|Error|Inconclusive)\b|\bnot ready\b.{0,120}\bstatus: InProgress\b|\bnot in the state \w{0,40}stable\b/i,
        /\brollout to finish\b|\bWaiting for \d{1,6} pods to be ready\b/i,
        /\bdoes not have minimum availability\b|\bdeployment circuit breaker\b/i,
        /\bcontext deadline exceeded\b.{0,40}\brollout\b|\b(?:upgrade|install|installation|rollback|hooks?) failed\b.{0,120}\b(?:timed out|deadline exceeded)\b/i,
      ],
      unless: [/\b(?:volume|binding|mount)/i],
    },
    { tells: 0, says: [/^(?:error: ?)?(?:timed out|time-?out(?: exceeded| reached| expired)?)\W{0,3}$/i] },
    // However a tool words that it has waited long enough.
    {
      tells: 0,
      says: [
        /\btimed out\b|\btime-?out (?:occurred|expired|exceeded|reached|while|waiting)\b|\b(?:gave|giving) up\b/i,
        /\bmax(?:imum)? (?:wait )?(?:attempts|retries|time|duration)\b.{0,20}\b(?:exceeded|reached)\b|\bexceeded (?:max )?attempts\b/i,
        /\bdeadline (?:exceeded|reached|passed|expired)\b/i,
      ],
      about: [
        /\b(?:rollouts?|deploy(?:ments?|ing|ed)?|pods?|replica\w{0,8}|(?:stateful|daemon) ?sets?|manifests?|HelmReleases?|Kustomizations?|helm|workloads?)\b/i,
        /\b(?:releases?|upgrade|install|revisions?|services? ?stable|resources?|the condition) (?:"[^"\s]{1,100}" )?(?:failed|to|status|not)\b|\bwaiting for the condition\b/i,
        /\bstabili[sz]\w{1,10}\b|\b(?:be|become|get|getting) (?:ready|available|live|healthy|stable)\b|\bwaiting for \[\w{1,40}\//i,
        /\bwaiting for app(?:lication)?\b|\bdesired state\b|\bstate to become '(?:Running|Ready|Active|Available)'/i,
      ],
      unless: [
        /\b(?:volume|binding|mount)/i,
        /\b(?:Get|Post|Head|Put|Patch|Delete) \\?"?https?:|\bdial (?:tcp|udp)\b|\bi\/o timeout\b|\bawaiting headers\b|\bhandshake\b/i,
      ],
    },
  ],
  title: (names) => `${names.workload ?? "The rollout"} made no progress within its deadline`,
  explanation:
    "Kubernetes has waited for new pods to become ready, by default for 10 minutes, and says only that they did not. The reason is with the pods, not with the deployment.",
  fix: "Look at the newest pods and their events; what they complain about is the cause.",
  next: (names) => [
    describeWorkload(names),
    kubectlIn(names, "get pods -o wide"),
    kubectlIn(names, "get events --sort-by=.lastTimestamp"),
  ],
  examples: [
    'error: deployment "api" exceeded its progress deadline',
    " - deployment/api: could not stabilize within 10m0s",
    'Waiting for deployment "api" rollout to finish: 1 out of 3 new replicas have been updated...\nerror: timed out waiting for the condition',
    "timeout waiting for: [Deployment/shop/api status: 'InProgress']",
    "Error: 2 errors: 'api-7f' timed out waiting to be Ready; minimum number of live pods was not attained",
    "pod api-0 did not start in 300 seconds",
    'level=fatal msg="timed out (600s) waiting for app "shop" match desired state"',
    "Waiting for deployments to stabilize...\n2/3 deployment(s) failed",
    "ERROR: deploy/api: giving up, no activity for 5m0s",
    "Waiter ServicesStable failed: Max attempts exceeded",
    "Pods of api are still not ready after 10 minutes",
  ],
  counterexamples: [
    "0/3 deployment(s) failed",
    "progressDeadlineSeconds: 600",
    "kubectl wait --for=condition=available --timeout=600s deployment/api\ndeployment.apps/api condition met",
  ],
};
