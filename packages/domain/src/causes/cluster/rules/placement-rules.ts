/** The pod is not made, finds no node, or the node does not give it what it needs. */
import { quoteForShell } from "../../commands.ts";
import { type ClusterNames, describeCommand, describeWorkload, kubectlIn } from "../names.ts";
import type { ClusterRule } from "./cluster-rule.ts";

const events = (names: ClusterNames, reason: string) =>
  kubectlIn(names, `get events --sort-by=.lastTimestamp --field-selector reason=${reason}`);

/** The namespace's quota does not allow the pods. */
export const quotaExceeded: ClusterRule = {
  code: "quota_exceeded",
  signs: [
    {
      tells: 3,
      says: [
        /\bexceeded quota\b|\benforcing quota\b|\bfailed quota\b|\binsufficient quota\b|\b(?:limited|forbidden) by quota\b/i,
        /\bquota is \S{1,40}, current usage is\b|\bis forbidden: .{0,80}\bquota\b/i,
        /\b(?:maximum|minimum) (?:cpu|memory|ephemeral-storage|storage)\b.{0,60}\bper (?:container|pod|persistentvolumeclaim)\b/i,
        /\bmax limit to request ratio per\b|\bmust specify (?:limits|requests)\.(?:cpu|memory)/i,
        /\b(?:quota|limit)s?\b.{0,40}\b(?:QUOTA_EXCEEDED|QuotaExceeded|LimitExceeded)\b|\bQUOTA_EXCEEDED\b/,
      ],
    },
  ],
  title: () => "The namespace's quota or limits do not allow the new pods",
  explanation:
    "The cluster refuses to create the pod because the namespace would use more than its ResourceQuota allows, or because one container asks for more, or less, than its LimitRange permits. While old pods still run there is often no room for the new ones beside them.",
  fix: "Ask for less, raise the quota, or roll out with maxSurge 0 so that an old pod makes room first.",
  next: (names) => [kubectlIn(names, "describe resourcequota,limitrange"), describeWorkload(names)],
  examples: [
    'Error creating: pods "api-7f-" is forbidden: exceeded quota: team, requested: limits.cpu=2, used: limits.cpu=7, limited: limits.cpu=8',
    'Error creating: pods "api-7f-" is forbidden: minimum memory usage per Container is 64Mi, but request is 32Mi',
    '{"level":"error","msg":"cannot reconcile","error":"services \\"api\\" is forbidden: exceeded quota: team, requested: services=1, used: services=9, limited: services=9"}',
  ],
};

/** The cluster refuses to create the pods. */
export const admissionDenied: ClusterRule = {
  code: "admission_denied",
  signs: [
    {
      tells: 3,
      says: [
        /\badmission webhook\b.{0,200}\bdenied\b|\bfailed calling (?:admission )?webhook\b|\bdenied the request\b/i,
        /\bviolates PodSecurity\b|\b(?:PodSecurityPolicy|pod security (?:policy|standards?))\b.{0,80}\b(?:denied|violat|unable|forbid)/i,
        /\bunable to validate against any\b|\bsecurity context constraint:/i,
        /\b(?:ValidatingAdmissionPolicy\b.{0,200}|admission (?:policy|plugin|controller)\b.{0,80})\b(?:denied|rejected|forbid)/i,
        /\bError creating: .{0,200}\b(?:is forbidden|is invalid|admission|denied)\b/i,
        /\berror looking up service account\b|\bservice ?account \\?"[^"\s]{1,253}" not found\b/i,
        /\bPolicyViolation\b|\bdenied by policy\b|\bfailed policy\b|\bblocked due to the following policies\b|\bSignatureValidationFailed\b/i,
        /\bFailedCreate: .{0,400}\b(?:is forbidden|is invalid|denied)\b/i,
        /\badmission request (?:was )?denied\b/i,
      ],
      // A warning about tomorrow.
      unless: [/\bis deprecated\b/i],
    },
    {
      tells: 3,
      says: [/\b(?:pods?|deployments?(?:\.apps)?) "[^"\s]{1,253}" is forbidden\b/i],
      unless: [/\bforbidden: User\b/],
    },
    {
      tells: 3,
      says: [
        /\b(?:Deployment|StatefulSet|DaemonSet|ReplicaSet|Job|CronJob|Pod|Rollout)(?:\.[a-z.]{1,40})? "[^"\s]{1,253}" is invalid\b/,
      ],
      unless: [/\bimage: Invalid value\b/],
    },
    { tells: 1, says: [/\bFailedCreate\b|\bError creating: \S/] },
  ],
  title: () => "The cluster refuses to create the new pods",
  explanation:
    "Before a pod is made, the API server asks its rules: pod security, policies of an admission webhook, the service account. One of them said no, or a webhook did not answer. The ReplicaSet keeps trying, and no new pod appears at all.",
  fix: "Change the pod to what the rule asks for, or have the rule changed; create the service account it names; when a webhook does not answer, repair the webhook.",
  next: (names) => [
    events(names, "FailedCreate"),
    describeWorkload(names),
    "kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations",
  ],
  examples: [
    'Warning  FailedCreate  4s (x14 over 60s)  replicaset-controller  Error creating: pods "api-7f-" is forbidden: violates PodSecurity "baseline:latest": privileged (container "api" must not set securityContext.privileged=true)',
    'Error creating: admission webhook "validate.policy.example" denied the request: image must come from registry.example.com',
    'Internal error occurred: failed calling webhook "inject.example": failed to call webhook: Post "https://inject.mesh.svc:443/inject?timeout=10s": no endpoints available for service "inject"',
    'The Deployment "api" is invalid: spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
  ],
  counterexamples: [
    "Warning: policy/v1beta1 PodSecurityPolicy is deprecated in v1.21+, unavailable in v1.25+",
    "policy   PodSecurityPolicy   shop   api   Synced   Healthy",
    'Error from server (Forbidden): pods is forbidden: User "ci" cannot list resource "pods" in API group "" in the namespace "shop"',
  ],
};

/** A volume cannot be mounted. */
export const volumeMount: ClusterRule = {
  code: "volume_mount",
  signs: [
    {
      tells: 3,
      says: [
        /\bMountVolume\.\S{1,40} failed\b|\bAttachVolume\.\S{1,40} failed\b|\bMapVolume\.\S{1,40} failed\b|\bMountDevice failed\b/i,
        /\bunable to (?:attach or )?mount volumes?\b|\bMulti-Attach error\b|\btimeout expired waiting for volumes\b/i,
        /\bFailedMount\b|\bFailedAttachVolume\b|\bFailedMapVolume\b|\bProvisioningFailed\b|\bFailedBinding\b|\bVolumeResizeFailed\b/,
        /\bpersistentvolumeclaims? \\?"[^"\s]{1,253}" (?:is )?(?:not found|not bound|being deleted|is being deleted)/i,
        /\bno persistent volumes available\b|\bstorageclass(?:\.storage\.k8s\.io)? \\?"[^"\s]{1,253}" not found\b/i,
        /\bfailed to provision volume\b|\bwaiting for a volume to be created\b|\bfailed to\b.{0,80}\bset up \w{1,20} volumes?\b/i,
        /\bvolume \S{1,253} failed to attach\b|\bVolume is already (?:exclusively attached|used by pod)/i,
      ],
      evenIfNormal: true,
    },
    {
      tells: 3,
      about: [/\bFailedScheduling\b|\bnodes are available\b|\berror (?:selecting node|scheduling)\b/i],
      says: [/\bunbound (?:immediate )?PersistentVolumeClaims?\b/i],
      unless: [/\bInsufficient\b|\btaints?\b/i],
    },
    { tells: 2, says: [/^pod has unbound (?:immediate )?PersistentVolumeClaims\W{0,3}$/i] },
  ],
  title: (names) => `A volume of ${names.pod ?? "the pod"} cannot be mounted`,
  explanation:
    "The pod has a node and waits for its storage: the disk is still attached to the node of an old pod, the claim does not exist or has no disk, or a secret or config map that is mounted as a volume is missing. A rolling update with a disk that only one node may hold waits for itself.",
  fix: "Create what is missing; for a disk that only one node can hold use the strategy Recreate or a StatefulSet, and delete the pod that still holds it when its node is gone.",
  next: (names) => [kubectlIn(names, "get pvc"), describeCommand(names), "kubectl get volumeattachments"],
  examples: [
    'Warning  FailedMount  3s (x7 over 67s)  kubelet  MountVolume.SetUp failed for volume "tls" : secret "api-tls" not found',
    'Warning  FailedAttachVolume  30s  attachdetach-controller  Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) api-1',
    "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims.",
    "E0101 scheduler.go:481] error selecting node for pod: pod has unbound immediate PersistentVolumeClaims",
  ],
};

/** No node can take the new pod. */
export const unschedulable: ClusterRule = {
  code: "unschedulable",
  signs: [
    {
      tells: 3,
      says: [
        /\bFailedScheduling\b|\b\d{1,5}\/\d{1,5} nodes? (?:are|is) available\b|\bno nodes available to schedule\b/i,
        /\bnode\(s\) (?:didn['’]?t|had|were|do|did)\b|\binsufficient (?:cpu|memory|pods|ephemeral-storage|hugepages-\w{1,10}|[a-z0-9.-]{1,60}\/[a-z0-9.-]{1,60})\b/i,
        /\bOutOf(?:cpu|memory|pods|gpu)\b|\bUnexpectedAdmissionError\b|\bNodeAffinity\b|\bNodePorts\b|\bSchedulingGated\b/,
        /\bpod didn'?t trigger scale-?up\b|\bNotTriggerScaleUp\b|\bUnschedulable\b|\bFailedScaleUp\b/,
        /\bexcessive (?:cpu|memory)\b|\bNode didn'?t have enough resource\b/i,
        /\bno nodes? (?:(?:are|is|were) )?(?:available that match|eligible|suitable)|\bno suitable nodes?\b|\bfailed to fit in any node\b|\bfit failure\b/i,
        /\b(?:not|cannot|can't|unable to|failed to) (?:be )?schedule pods?\b|\bpods?\b.{0,80}\bnot (?:be(?:ing)? )?scheduled\b|\bunable to place (?:a )?tasks?\b/i,
        /\bincompatible with (?:node ?pool|provisioner)\b|\bno instance types?\b.{0,80}\b(?:satisf\w{1,6}|met|fits?|available)\b/i,
        /\bscale[- ]?up\b.{0,120}\bfailed\b|\bfailed (?:to )?scale[- ]?up\b|\b[A-Z]{2,20}_RESOURCE_POOL_EXHAUSTED\b/i,
        /\b(?:pod|task|allocation) \S{1,300} (?:is|was) unschedulable\b|\bresources? exhausted on \d/i,
        /\b(?:constraint|class) .{1,120}\bfiltered \d{1,5} nodes?\b/i,
      ],
      // A node that is short of something says so of itself.
      unless: [/^Unschedulable:\s{0,8}(?:true|false)\b/i, /\bkubelet has insufficient\b/i],
      evenIfNormal: true,
    },
  ],
  title: (names) => `No node can take ${names.pod ?? "the new pod"}`,
  explanation:
    "The scheduler has looked at every node and found none that fits: too little free CPU or memory, taints that the pod does not tolerate, or selectors and affinities that no node satisfies. The event counts the nodes for each reason.",
  fix: "Add nodes or lower the requests; correct node selector, affinity or tolerations; or roll out with maxSurge 0 so that old pods make room.",
  next: (names) => [
    describeCommand(names),
    "kubectl describe nodes | grep -A8 'Allocated resources'",
    events(names, "FailedScheduling"),
  ],
  examples: [
    "Warning  FailedScheduling  3s (x4 over 2m)  default-scheduler  0/5 nodes are available: 3 Insufficient memory, 2 node(s) had untolerated taint {dedicated: gpu}.",
    "Normal  NotTriggerScaleUp  9s  cluster-autoscaler  pod didn't trigger scale-up: 1 max node group size reached",
    "No nodes are available that match all of the predicates: MatchNodeSelector (3)",
    'could not schedule pod shop/api-0: incompatible with nodepool "spot", no instance type satisfied resources {"cpu":"64"}',
    "Scale up in zone b for this pod failed: out of stock. The pod is at risk of not being scheduled.",
    "I0101 10:00:00.000000  1 orchestrator.go:9] Pod shop/api-7f is unschedulable",
    '* Resources exhausted on 2 nodes\n* Constraint "cpu.arch = arm64": filtered 3 nodes',
  ],
};

/** The node cannot set up the pod's network. */
export const sandboxNetwork: ClusterRule = {
  code: "sandbox_network",
  signs: [
    {
      tells: 3,
      says: [
        /\bFailedCreatePodSandBox\b|\bfailed to (?:create|start|run) (?:pod )?sandbox\b|\bfailed create pod sandbox\b|\bCreatePodSandbox(?:Error)?\b/i,
        /\bfailed to (?:set ?up|setup) network for sandbox\b|\bNetworkPlugin cni failed\b|\bfor sandbox\b.{0,200}\bfail/i,
        /\bCNI ADD\b.{0,60}\b(?:error|fail)|\berror adding \S{1,80} to CNI network\b|\bRunPodSandbox from runtime service failed\b/i,
        /\bUnable to update cni config\b|\bno networks found in \S{1,80}cni\b|\bno valid networks found\b/i,
        /\bcni plugin not initialized\b|\bcni config uninitialized\b|\bNetworkPluginNotReady\b|\bnetwork is not ready\b|\bNetworkNotReady\b/i,
        /\bfailed to assign an IP address\b|\bno (?:available )?IP addresses available\b|\bfailed to allocate for range\b/i,
        /\bfailed to get sandbox image\b|\bFailedKillPod\b.{0,200}\bsandbox\b/i,
        /\bplugin type="\S{1,60}"(?: name="\S{1,60}")? failed\b|\bfailed to set bridge addr\b/i,
      ],
      unless: [/\bKubeletNotReady\b|\bNodeNotReady\b/],
    },
  ],
  title: () => "The node cannot set up the pod's network",
  explanation:
    "Before any container, the node makes a sandbox with a network address for the pod, and that fails: the network plugin is not running on this node, has no addresses left, or the sandbox's own small image cannot be fetched. All new pods on that node fail the same way.",
  fix: "Look at the network plugin's pods on that node and restart or repair them; check for free addresses; move the pods away by cordoning the node meanwhile.",
  next: (names) => [
    describeCommand(names),
    "kubectl -n kube-system get pods -o wide",
    events(names, "FailedCreatePodSandBox"),
  ],
  examples: [
    'Warning  FailedCreatePodSandBox  5s  kubelet  Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "ab": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container',
    'Failed to create pod sandbox: failed to get sandbox image "registry.k8s.io/pause:3.9": dial tcp 10.0.0.1:443: i/o timeout',
    "E0101 cni.go:211] Unable to update cni config: no networks found in /etc/cni/net.d",
  ],
};

/** A node is not ready, or throws pods out. */
export const nodeNotReady: ClusterRule = {
  code: "node_not_ready",
  signs: [
    {
      tells: 3,
      says: [
        /\bNodeNotReady\b|\bKubeletNotReady\b|\bNodeStatusUnknown\b|\bKubelet stopped posting node status\b/,
        /\bNode (?:is not ready|\S{1,253} status is now: NodeNotReady)|\bnode \S{1,253} (?:is )?not ?ready\b/i,
        /\bPLEG is not healthy\b|\bNodeLost\b|\bNodeUnreachable\b|\bNodeShutdown\b|\bNode is shutting down\b/,
        /\bEvicted\b|\bThe node was low on resource\b|\bThe node had condition\b|\bTaintManagerEviction\b|\bTerminatedBy(?:Kubelet)?\b/,
        /\bnode\.kubernetes\.io\/(?:not-ready|unreachable)\b/,
        /\bcontainer runtime (?:is down|status check may not have completed)\b|\bContainerGCFailed\b/i,
        /\beviction manager: (?:attempting|must evict|thresholds)/i,
      ],
      unless: [/\bTolerations\b|\bNoExecute op=Exists\b|\bnodes are available\b/, /\bCancelling deletion\b/i],
      evenIfNormal: true,
    },
    {
      tells: 2,
      says: [
        /^Unknown$/,
        /\bNodeHas(?:InsufficientMemory|InsufficientPID)\b|\bkubelet has insufficient (?:memory|PID) available\b/,
      ],
      evenIfNormal: true,
    },
  ],
  title: ({ node }) =>
    node === null ? "A node is not ready, or has thrown pods out" : `Node ${node} is not ready`,
  explanation:
    "A node no longer answers the cluster, or is so short of memory or disk that it evicts pods. What ran there stops, and new pods may wait for it or land there in vain.",
  fix: "Look at the node's conditions; drain and replace it when it does not come back. For evictions, set requests that match what the pods use.",
  next: ({ node }) => [
    "kubectl get nodes -o wide",
    node === null ? "kubectl describe nodes" : `kubectl describe node ${quoteForShell(node)}`,
  ],
  examples: [
    "Warning  NodeNotReady  1m  node-controller  Node is not ready",
    "api-6b-x1   0/1   Evicted   0   9m",
    "worker-3   NotReady   <none>   40d   v1.30.2",
    "MemoryPressure   True   KubeletHasInsufficientMemory   kubelet has insufficient memory available",
  ],
};
