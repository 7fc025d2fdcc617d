/** The image is there; its container is not made, does not stay up, or does not get ready. */
import { quoteForShell } from "../../commands.ts";
import { type ClusterNames, describeCommand, kubectlIn, logsCommand, workloadArgument } from "../names.ts";
import type { ClusterRule } from "./cluster-rule.ts";

const containerOf = ({ container }: ClusterNames) =>
  container === null ? "The container" : `Container ${container}`;

const onWorkload = (names: ClusterNames, command: string): string[] => {
  const workload = workloadArgument(names);
  return workload === null ? [] : [kubectlIn(names, `${command} ${workload}`)];
};

/** Configuration is missing, or not allowed. */
export const configError: ClusterRule = {
  code: "config_error",
  signs: [
    {
      tells: 3,
      says: [
        /\b(?:secrets?|config ?maps?) \\?"[^"\s]{1,253}" (?:is )?(?:not found|forbidden)/i,
        /\bunable to retrieve secrets? from \w{1,20}\b|\bcouldn'?t find key\b|\breferences? non-?existent (?:secret|config)/i,
        /\bcontainer has runAsNonRoot\b|\bimage will run as root\b|\bnon-numeric user\b|\bcannot verify user is non-root\b/i,
        /\bcannot find volume\b|\bfailed to prepare subPath\b|\bfailed to sync (?:secret|config ?map) cache\b/i,
        /\bInvalid(?:Environment)?VariableNames\b|\bKeys \[.{0,200}\] from the EnvFrom\b/,
      ],
      unless: [/\bpull secrets?\b/i, /\bMountVolume\b/],
    },
    { tells: 2, says: [/\bCreateContainerConfigError\b/] },
  ],
  title: (names) => `${containerOf(names)} refers to configuration that is not there, or not allowed`,
  explanation:
    "The node has the image, and could not put the container together: a secret, a config map or a key in one of them does not exist in this namespace, or the pod's security settings and the image's user do not go together. Old pods keep running with what they read when they started.",
  fix: "Create what is missing in the pod's own namespace, with exactly that name and key, before or with the deploy; for runAsNonRoot give the image or the pod a numeric user.",
  next: (names) => [
    describeCommand(names),
    kubectlIn(names, "get secrets,configmaps"),
    ...onWorkload(names, "rollout restart"),
  ],
  examples: [
    'Warning  Failed  3s (x4 over 30s)  kubelet  Error: configmap "app-settings" not found',
    "Warning  Failed  1s  kubelet  Error: couldn't find key PASSWORD in Secret shop/db",
    "Error: container has runAsNonRoot and image will run as root",
    "api-5c4d-xyz12   0/1   CreateContainerConfigError   0   2m",
  ],
  counterexamples: ['MountVolume.SetUp failed for volume "conf" : secret "conf" not found'],
};

/** The container was killed for its memory. */
export const oomKilled: ClusterRule = {
  code: "oom_killed",
  signs: [
    {
      tells: 3,
      says: [
        /\bOOM[- ]?Kill(?:ed|ing)?\b|\bout of memory: kill|\bmemory cgroup out of memory\b/i,
        /\bSystem OOM encountered\b|\boom[-_ ]kill/i,
        /\bkilled due to memory usage\b|\bexceeded (?:its |the |a )?memory limit\b|\bmemory (?:limit|quota)(?: of \S{1,12}(?: \S{1,5})?)? exceeded\b/i,
      ],
      unless: [/\bOOMKilled"?\s{0,8}[:=]\s{0,8}"?false\b/i],
      evenIfNormal: true,
    },
  ],
  title: (names) => `${containerOf(names)} was killed because it used more memory than it may`,
  explanation:
    "The kernel ended the process at the container's memory limit (exit code 137). It starts again, fills up again and is killed again, sometimes only under load or at start-up.",
  fix: "Raise the memory limit to what the process needs at its peak, or make it need less: give a runtime with a heap of its own (Java, Node.js) a limit below the container's.",
  next: (names) => {
    const pod = names.pod === null ? "" : ` ${quoteForShell(names.pod)}`;
    return [kubectlIn(names, `top pod${pod} --containers`), logsCommand(names), describeCommand(names)];
  },
  examples: [
    "    Last State:     Terminated\n      Reason:       OOMKilled\n      Exit Code:    137",
    "Warning  OOMKilling  5s  kernel-monitor  Memory cgroup out of memory: Killed process 4242 (java)",
    "runc create failed: container init was OOM-killed (memory limit too low?)",
    "OutOfMemoryError: Container killed due to memory usage",
    "Memory limit of 256 MiB exceeded with 259 MiB used.",
  ],
  counterexamples: ['"Status": "exited", "OOMKilled": false, "ExitCode": 137'],
};

/** The container could not be started by the node. */
export const containerCreateError: ClusterRule = {
  code: "container_create_error",
  signs: [
    {
      tells: 3,
      says: [
        /\bOCI runtime (?:create|exec) failed\b|\bOCI (?:runtime (?:error|command not found)|permission denied|not found)\b|\brunc create failed\b|\bunable to start container process\b/i,
        /\bexec user process caused\b|^exec \S{1,300}: (?:no such file or directory|permission denied)$/i,
        /\bcontainer create failed\b|\bcontainer init caused\b|\b(?:Create|Start)Container (?:in sandbox )?from runtime service failed\b/i,
        /\breserving (?:ctr|container) name\b|\bname is reserved\b|\bport is already allocated\b|\bprogramming external connectivity\b/i,
        /\bexecutable file (?:`[^`]{1,200}` )?not found\b|\bno command specified\b|\bstarting container process caused\b/i,
        /\bfailed to (?:create|start|reserve|generate) (?:containerd |shim |container )?(?:task|container|spec)\b(?! run\b)/i,
        /\berror mounting\b.{0,300}\b(?:to|at) rootfs\b|\bcontainer name\b.{0,200}\bis reserved\b|\bis already in use by container\b/i,
        /\bcannot start container\b|\bFailedPostStartHook\b|\bPostStartHook(?:Error)?\b|\bContainerCannotRun\b|\bStartError\b/i,
        /\bapparmor\b.{0,80}\b(?:not loaded|not enabled|error|failed)|\bseccomp profile\b.{0,80}\b(?:not found|error|failed)/i,
      ],
      unless: [
        /\bprobe (?:failed|errored)\b|\bunpack(?:ing)?\b|\bextract layer\b|\bdocker-credential-|\bgetting credentials\b/i,
        // A command that somebody ran in a container that runs.
        /^(?!.{0,400}\bhook\b).{0,600}\bOCI runtime exec failed\b/i,
        /\bexec(?:ing|uting)? (?:a )?command in container\b|\bfailed to exec in container\b|\bExecSync\b/i,
      ],
    },
    { tells: 1, says: [/^Failed: Error: context deadline exceeded$/] },
    { tells: 2, says: [/\bCreateContainerError\b|\bRunContainerError\b|\bKillContainerError\b/] },
  ],
  title: (names) => `${containerOf(names)} could not be started by the node`,
  explanation:
    "The image is on the node and the container runtime could not start it: the command does not exist in the image, a mount or a device is refused, or a name from an earlier attempt is still taken. The program itself has not run a single line.",
  fix: "Read the runtime's message to its end: it names the command, path or profile. Correct command and args, or the mount; where a name is reserved, delete the pod.",
  next: (names) => [describeCommand(names), logsCommand(names, false), ...onWorkload(names, "rollout undo")],
  examples: [
    'Error: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/app/run": stat /app/run: no such file or directory',
    "api-7d-1   0/1   RunContainerError   3 (20s ago)   1m",
    "    State:   Terminated\n      Reason:   StartError\n      Exit Code:   128",
  ],
  counterexamples: [
    'kubectl exec -it api-0 -- bash\nOCI runtime exec failed: exec failed: unable to start container process: exec: "bash": executable file not found in $PATH: unknown',
  ],
};

/** An init container does not finish. */
export const initContainerFailing: ClusterRule = {
  code: "init_container_failing",
  signs: [
    {
      tells: 2,
      says: [
        /\bInit:(?:Error|CrashLoopBackOff|ExitCode:\d{1,3}|Signal:\d{1,3}|StartError|RunContainerError|CreateContainerError)\b/,
      ],
    },
    {
      tells: 2,
      says: [
        /\binit ?container\b.{0,120}\b(?:fail|error|exit|crash|back-?off)/i,
        /\binitContainer\S{0,80}\b.{0,80}\b(?:fail|error|crash|back-?off)/i,
      ],
    },
    {
      tells: 1,
      says: [/\bis waiting to start: PodInitializing\b/, /\bcontainers with incomplete status\b/i],
    },
  ],
  title: (names) =>
    names.container === null
      ? "An init container does not finish"
      : `Init container ${names.container} does not finish`,
  explanation:
    "Init containers run one after another before the app starts, and one of them fails or never ends, so the app's own container is not even created. Often it waits for a database, a migration or a service that does not answer.",
  fix: "Read the init container's own log, not the app's, and repair what it waits for.",
  next: (names) => {
    const pod = names.pod === null ? workloadArgument(names) : quoteForShell(`pod/${names.pod}`);
    const logs = pod === null ? "get pods" : `logs ${pod} --all-containers --prefix --tail=50`;
    return [kubectlIn(names, logs), describeCommand(names)];
  },
  examples: [
    "web-6f7d9c-abcde   0/1   Init:CrashLoopBackOff   4 (10s ago)   3m",
    'Error from server (BadRequest): container "web" in pod "web-1" is waiting to start: PodInitializing',
  ],
};

/** The program runs, and its health check fails. */
export const probeFailing: ClusterRule = {
  code: "probe_failing",
  signs: [
    {
      tells: 2,
      says: [
        /\b(?:readiness|liveness|startup) probe (?:for \S{1,253} )?(?:failed|errored|error|warning)\b/i,
        /\bfailed (?:its )?(?:readiness|liveness|startup) probe\b|\bprobe (?:failed|errored)\b|\bUnhealthy\b/i,
        /\bfailing (?:readiness|liveness|startup) (?:probe|check)/i,
        /\breadiness gates?\b.{0,80}\b(?:not|false)\b/i,
        /\b(?:timed? ?out|timeout)\b.{0,60}\bhealth ?checks? to pass\b|\bfailed (?:\w{1,12} )?health ?checks?\b/i,
        /\bcontainer\b.{0,80}\b(?:failed to start and listen|did(?:n't| not) respond to (?:\w{1,10} )?pings?)\b/i,
      ],
      // Asked after the container had ended: that is about the end, not about the probe.
      unless: [
        /\bcontainer \S{1,80} is not running\b|\bcontainer not running\b|\bcontainer is in CONTAINER_EXITED state\b/i,
      ],
      evenIfNormal: true,
    },
  ],
  title: (names) => `${containerOf(names)} runs, and its health check fails`,
  explanation:
    "The program was started, and Kubernetes does not get a good answer from the address its probe asks. A pod that is not ready gets no traffic; one that fails its liveness or startup probe is restarted. Either the app is not up, or the probe asks the wrong port or path, or too early.",
  fix: "Compare the probe's port and path with what the app listens on; give a slow start a startupProbe; if the app itself fails, its log says why.",
  next: (names) => [logsCommand(names, false), describeCommand(names)],
  examples: [
    "Warning  Unhealthy  2s (x12 over 60s)  kubelet  Readiness probe failed: HTTP probe failed with statuscode: 503",
    "Normal   Killing  9s  kubelet  Container api failed liveness probe, will be restarted",
    "Container api_0 didn't respond to HTTP pings on port: 8080, failing site start.",
  ],
};

/** The container starts and ends, again and again. */
export const crashLoop: ClusterRule = {
  code: "crash_loop",
  signs: [
    {
      tells: 2,
      says: [
        /\bCrashLoopBackOff\b|\bBack-?off (?:\S{1,12} )?restarting failed\b|\bback-?off \S{1,20} restarting failed container\b/i,
        /\bpanic: |\bthread '[^']{1,80}' panicked at\b|\bsegmentation fault\b|\bfatal error: /i,
      ],
      evenIfNormal: true,
    },
    {
      tells: 2,
      says: [/^Error$/, /\bContainerStatusUnknown\b/],
    },
    {
      tells: 1,
      says: [
        /\b(?:exited|terminated|exit) (?:early )?with (?:exit |a )?(?:code|status) ['"]?[1-9]\d{0,2}\b|\b(?:exited|restarting) \([1-9]\d{0,2}\)|\bExitCode:[1-9]/i,
        /\bappears to be crashing\b|\bmax(?:imum)? restart count\b|\bessential container in task exited\b/i,
        /\bunable to (?:consistently )?start tasks successfully\b|\bcontainer failed with: /i,
        /\bnon-?zero exit\b|\breached the specified backoff limit\b|\bBackoffLimitExceeded\b|\b(?:has|have) terminated containers?\b/i,
        /\bearly termination of (?:a )?task\b|\bdependency failed to start\b.{0,300}\bexited\b/i,
      ],
      // What somebody ran in a container, or a step of a pipeline.
      unless: [
        /(?<![-\w"])(?:command|step|script|job|pipeline)(?![-\w]).{0,200}\b(?:terminated|exited|exit) with\b/i,
      ],
    },
  ],
  title: (names) => `${containerOf(names)} starts, ends with an error, and is started again`,
  explanation:
    "The program itself ends shortly after its start; Kubernetes restarts it and waits longer each time. The cause is in the program's own words: a missing setting, a database that cannot be reached, a migration that failed, an unhandled error.",
  fix: "Read the log of the run before the restart; if the change itself is at fault, go back to the version before it.",
  next: (names) => [logsCommand(names), describeCommand(names), ...onWorkload(names, "rollout undo")],
  examples: [
    "api-6b7f8d9c5-abcde   0/1   CrashLoopBackOff   6 (2m ago)   8m",
    "Warning  BackOff  3s (x8 over 90s)  kubelet  Back-off restarting failed container api in pod api-1_shop(0b1c)",
    "    State:       Waiting\n      Reason:    CrashLoopBackOff\n    Last State:  Terminated\n      Reason:    Error\n      Exit Code: 2",
    "NAME    READY   STATUS       RESTARTS   AGE\napi-1   0/1     ExitCode:3   4          2m",
    "dependency failed to start: container shop-db-1 exited (1)",
    "service api is unable to consistently start tasks successfully.",
  ],
  counterexamples: ["command terminated with exit code 126", "The deploy step exited with code 1"],
};
