import { describe, expect, it } from "vitest";
import { findClusterCauses, readClusterWords } from "./find-cluster-causes.ts";

const codesOf = (text: string) => findClusterCauses(text).map(({ code }) => code);

const notFound =
  'Failed to pull image "ghcr.io/acme/checkout:1.42.1": rpc error: code = NotFound desc = failed to resolve reference "ghcr.io/acme/checkout:1.42.1": ghcr.io/acme/checkout:1.42.1: not found';

const eventsOf = (events: object[]) =>
  JSON.stringify({ apiVersion: "v1", kind: "List", items: events }, null, 2);

const event = (more: object) => ({
  kind: "Event",
  type: "Warning",
  involvedObject: { kind: "Pod", name: "checkout-6b7f8d9c54-abcde", namespace: "shop" },
  ...more,
});

describe("findClusterCauses reads", () => {
  const description = `Name:             checkout-6b7f8d9c54-abcde
Namespace:        shop
Node:             worker-1/10.0.0.1
Containers:
  checkout:
    Container ID:
    Image:          ghcr.io/acme/checkout:1.42.1
    State:          Waiting
      Reason:       ImagePullBackOff
    Ready:          False
    Restart Count:  0
Events:
  Type     Reason     Age                From               Message
  ----     ------     ----               ----               -------
  Normal   Scheduled  60s                default-scheduler  Successfully assigned shop/checkout-6b7f8d9c54-abcde to worker-1
  Warning  Failed     20s (x3 over 58s)  kubelet            ${notFound}
  Normal   BackOff    5s (x4 over 57s)   kubelet            Back-off pulling image "ghcr.io/acme/checkout:1.42.1"
`;
  const yaml = `apiVersion: v1
items:
- apiVersion: v1
  kind: Event
  involvedObject:
    kind: Pod
    name: checkout-6b7f8d9c54-abcde
    namespace: shop
  lastTimestamp: "2030-01-01T10:00:00Z"
  message: 'Failed to pull image "ghcr.io/acme/checkout:1.42.1": rpc error: code = NotFound
    desc = failed to resolve reference "ghcr.io/acme/checkout:1.42.1": ghcr.io/acme/checkout:1.42.1:
    not found'
  reason: Failed
  type: Warning
kind: List
`;
  const pods = JSON.stringify({
    kind: "List",
    items: [
      {
        kind: "Pod",
        metadata: { name: "checkout-6b7f8d9c54-abcde", namespace: "shop" },
        status: {
          containerStatuses: [
            {
              name: "checkout",
              image: "ghcr.io/acme/checkout:1.42.1",
              ready: false,
              state: { waiting: { reason: "ErrImagePull", message: notFound } },
            },
          ],
        },
      },
    ],
  });

  it.each([
    { name: "a description", text: description },
    { name: "events as JSON", text: eventsOf([event({ reason: "Failed", message: notFound })]) },
    { name: "events as YAML, wrapped", text: yaml },
    { name: "pods as JSON", text: pods },
    {
      name: "JSON behind a prompt and before a table",
      text: `$ kubectl get pods -o json\n${pods}\nNAME  READY\n`,
    },
    {
      name: "JSON that was cut off",
      text: eventsOf([event({ message: notFound, reason: "Failed" })]).slice(0, -30),
    },
    { name: "a description written as one string", text: description.replaceAll("\n", "\\n") },
    { name: "a terminal's colours", text: `\u001b[31mWarning\u001b[0m  Failed  3s  kubelet  ${notFound}` },
    {
      name: "a table of events",
      text: `LAST SEEN   TYPE      REASON   OBJECT   MESSAGE\n20s  Warning  Failed  pod/checkout-6b7f8d9c54-abcde  ${notFound}`,
    },
    { name: "Windows line ends", text: description.replaceAll("\n", "\r\n") },
    {
      name: "lines that a terminal broke",
      text: description
        .split("\n")
        .map((line) => line.replaceAll(/(.{100})(?=.)/g, "$1\n"))
        .join("\n"),
    },
    { name: "a fence of a chat", text: `It hangs:\n\n\`\`\`\n${notFound}\n\`\`\`\n` },
  ])("$name", ({ text }) => {
    const [cause] = findClusterCauses(text);
    expect(cause?.code).toBe("image_not_found");
    expect(cause?.title).toContain("ghcr.io/acme/checkout:1.42.1");
    expect(cause?.evidence[0]).toContain("not found");
  });

  it("words commands with the names it read, and with those that were announced first", () => {
    const [read] = findClusterCauses(description);
    expect(read?.next).toContain("kubectl -n shop describe pod/checkout-6b7f8d9c54-abcde");
    expect(read?.next).toContain("docker manifest inspect ghcr.io/acme/checkout:1.42.1");
    const [announced] = findClusterCauses(description, {
      cluster: "eu",
      namespace: "prod",
      workload: "checkout",
    });
    expect(announced?.next).toContain("kubectl --context eu -n prod describe pod/checkout-6b7f8d9c54-abcde");
  });

  it.each([
    {
      text: 'Failed to pull image "a/b:1": dial tcp: lookup registry-1.docker.io: no such host',
      registry: "registry-1.docker.io",
    },
    {
      text: 'Failed to pull image "reg.example:5000/b:1": dial tcp 10.0.0.1:5000: i/o timeout',
      registry: "reg.example:5000",
    },
    { text: 'Error: Get "https://quay.io/v2/": dial tcp 10.0.0.1:443: i/o timeout', registry: "quay.io" },
    { text: "dial tcp 10.0.0.1:443: connect: connection refused", registry: "the registry" },
  ])("names the registry: $registry", ({ text, registry }) => {
    const [cause] = findClusterCauses(text);
    expect(cause?.title).toContain(registry);
    expect(cause?.next.join("\n").includes(registry)).toBe(registry !== "the registry");
  });

  it("quotes names for a shell", () => {
    const [cause] = findClusterCauses('Failed to pull image "x;$(reboot)": manifest unknown');
    expect(cause?.next.join("\n")).toContain("'x;$(reboot)'");
  });
});

describe("findClusterCauses ranks", () => {
  it.each([
    {
      name: "the registry's answer before the back-off that follows it",
      text: `Warning  Failed  50s  kubelet  ${notFound}\nNormal  BackOff  1s (x9 over 2m)  kubelet  Back-off pulling image "ghcr.io/acme/checkout:1.42.1"`,
      expected: ["image_not_found"],
    },
    {
      name: "the newest event before an old one",
      text: `Warning  Failed  40m  kubelet  ${notFound}\nWarning  FailedScheduling  9s  default-scheduler  0/3 nodes are available: 3 Insufficient cpu.`,
      expected: ["unschedulable", "image_not_found"],
    },
    {
      name: "why a container was killed before that it crashes",
      text: "    State:          Waiting\n      Reason:       CrashLoopBackOff\n    Last State:     Terminated\n      Reason:       OOMKilled\n      Exit Code:    137",
      expected: ["oom_killed", "crash_loop"],
    },
    {
      name: "the last row of a pod that is watched",
      text: "api-1   0/1   ImagePullBackOff   0   1m\napi-1   0/1   CrashLoopBackOff   3   4m",
      expected: ["crash_loop"],
    },
    {
      name: "what was last said an hour ago as less sure",
      text: "Warning  Failed  58m  kubelet  Error: ErrImageNeverPull\nNormal  Scheduled  3s  default-scheduler  Successfully assigned a/b to c",
      expected: ["image_never_present"],
      confidence: 0.57,
    },
    {
      name: "nothing that is over: the pull succeeded later",
      text: 'Warning  Failed  5m  kubelet  Failed to pull image "a/b:1": dial tcp 10.0.0.1:443: i/o timeout\nNormal  Pulled  2m  kubelet  Successfully pulled image "a/b:1"',
      expected: [],
    },
    {
      name: "nothing that was told of a workload while a tool waited for it, once it is ready",
      text: " - deployment/api: 0/3 nodes are available: 3 Insufficient cpu.\n - deployment/api is ready.",
      expected: [],
    },
    {
      name: "what was told of another one than is ready",
      text: " - deployment/api: 0/3 nodes are available: 3 Insufficient cpu.\n - deployment/web is ready.",
      expected: ["unschedulable"],
    },
    {
      name: "what failed before that it takes too long",
      text: "Waiting for rollout to finish: 0 of 1 updated replicas are available...\n - pod/api-0: container api is waiting to start: a/b:1 can't be pulled\nWaiting for rollout to finish: 0 of 1 updated replicas are available...",
      expected: ["pull_backoff_only", "progress_deadline"],
    },
    {
      name: "the image that fails, although another one was pulled",
      text: 'Warning  Failed  50s  kubelet  Failed to pull image "a/b:1": manifest unknown\nNormal  Pulled  20s  kubelet  Successfully pulled image "a/sidecar:1"',
      expected: ["image_not_found"],
    },
  ])("$name", ({ text, expected, confidence }) => {
    expect(codesOf(text)).toEqual(expected);
    if (confidence !== undefined) expect(findClusterCauses(text)[0]?.confidence).toBe(confidence);
  });

  it("that an init container fails, not what its program said about something else", () => {
    const text = `Init Containers:
  setup:
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       Error
      Message:      failed to fetch https://repo.example/v2/conf: 403 Forbidden
      Exit Code:    1
    Ready:          False`;
    expect(codesOf(text)).toEqual(["init_container_failing"]);
  });

  it("words after a table of pods that are well", () => {
    const text = 'api-1   1/1   Running   0   5m\ndeployment "api" exceeded its progress deadline';
    expect(codesOf(text)).toEqual(["progress_deadline"]);
  });

  it("what the deploy's own pods say, where others complain too", () => {
    const text = `shop  other-5f6d7c8b9-aaaaa   0/1  CrashLoopBackOff  9  2h\nshop  checkout-6b7f8d9c54-abcde  0/1  CreateContainerConfigError  0  2m`;
    const causes = findClusterCauses(text, { workload: "deployment/checkout" });
    expect(causes.map(({ code }) => code)).toEqual(["config_error"]);
  });

  it.each([
    {
      name: "once",
      warning: "Unhealthy  9s                kubelet  Readiness probe failed: 503",
      expected: [],
    },
    {
      name: "an hour ago",
      warning: "Unhealthy  58m (x40 over 2h)  kubelet  Readiness probe failed: 503",
      expected: [],
    },
    {
      name: "all the time",
      warning: "Unhealthy  9s (x40 over 2h)   kubelet  Readiness probe failed: 503",
      expected: ["probe_failing"],
    },
  ])("what a pod that is ready complained of $name", ({ warning, expected }) => {
    const text = `Name:  api-1\nNamespace:  shop\nConditions:\n  Type    Status\n  Ready   True\nEvents:\n  Warning  ${warning}`;
    expect(codesOf(text)).toEqual(expected);
  });

  it("nothing that a pod complained of before it got ready", () => {
    const text = JSON.stringify({
      items: [
        event({ reason: "FailedScheduling", message: "0/2 nodes are available: 2 Insufficient cpu." }),
        {
          kind: "Pod",
          metadata: { name: "checkout-6b7f8d9c54-abcde", namespace: "shop" },
          status: {
            conditions: [{ type: "Ready", status: "True", lastTransitionTime: "2030-01-01T00:00:00Z" }],
          },
        },
      ],
    });
    expect(codesOf(text)).toEqual([]);
  });
});

it.each([
  {
    name: "written as escapes in JSON",
    text: eventsOf([
      event({
        reason: "Fai\0led",
        message: `${notFound} \ud83d`,
        involvedObject: { kind: "Pod", name: "api\0-1", namespace: "sh\udc00op" },
      }),
    ]),
  },
  { name: "left of a pair by a cut", text: `${notFound} ${"\u{1f680}".repeat(2_000)}` },
  { name: "left of a pair by a cut one further", text: `${notFound}  ${"\u{1f680}".repeat(2_000)}` },
])("quotes nothing that a database cannot keep, such as what is $name", ({ text }) => {
  const words = readClusterWords(text);
  expect(words.causes).toHaveLength(1);
  // What is no character of its own stands as an escape in what is stored.
  expect(JSON.stringify(words)).not.toMatch(/\\u(?:0000|d[89a-f])/);
});
