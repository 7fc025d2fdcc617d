import { describe, expect, it } from "vitest";
import type { CauseCode } from "../../glossary.ts";
import { findClusterCauses } from "./find-cluster-causes.ts";

const topOf = (text: string) => findClusterCauses(text)[0]?.code ?? null;

/** Words of kubelets, runtimes, schedulers and registries, each alone as people paste it. */
const pasted: { input: string; expected: CauseCode }[] = [
  {
    expected: "image_not_found",
    input:
      'Warning  Failed  10s (x2 over 25s)  kubelet  Failed to pull image "myrepo/app:v9": rpc error: code = Unknown desc = Error response from daemon: manifest for myrepo/app:v9 not found: manifest unknown: manifest unknown',
  },
  {
    expected: "image_not_found",
    input:
      "Error response from daemon: repository gcr.io/foo/bar not found: name unknown: Failed to compute blob liveness for manifest: 'latest'",
  },
  {
    expected: "image_not_found",
    input:
      'Failed to pull image "registry.gitlab.com/g/p:1": rpc error: code = NotFound desc = failed to pull and unpack image "registry.gitlab.com/g/p:1": failed to resolve reference "registry.gitlab.com/g/p:1": registry.gitlab.com/g/p:1: not found',
  },
  {
    expected: "image_not_found",
    input:
      "reading manifest latest in quay.io/foo/bar: manifest unknown: Tag latest was deleted or has expired. To pull, revive via time machine",
  },
  {
    expected: "image_not_found",
    input:
      'Failed to pull image "x.azurecr.io/app:3": [rpc error: code = NotFound desc = failed to pull and unpack image "x.azurecr.io/app:3": failed to resolve reference "x.azurecr.io/app:3": x.azurecr.io/app:3: not found, failed to pull and unpack image "x.azurecr.io/app:3": failed to resolve reference "x.azurecr.io/app:3": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://x.azurecr.io/oauth2/token: 401 Unauthorized]',
  },
  { expected: "image_not_found", input: "Error: image library/ngnix:latest not found" },
  { expected: "image_not_found", input: "The image 'k8s.gcr.io/foo:v1' was not found" },
  {
    expected: "unauthorized",
    input:
      'Failed to pull image "ghcr.io/org/private:1": rpc error: code = Unknown desc = failed to pull and unpack image "ghcr.io/org/private:1": failed to resolve reference "ghcr.io/org/private:1": failed to authorize: failed to fetch anonymous token: unexpected status: 403 Forbidden',
  },
  {
    expected: "unauthorized",
    input:
      'Failed to pull image "europe-docker.pkg.dev/p/r/i:1": failed to resolve reference "europe-docker.pkg.dev/p/r/i:1": unexpected status from HEAD request to https://europe-docker.pkg.dev/v2/p/r/i/manifests/1: 403 Forbidden',
  },
  {
    expected: "unauthorized",
    input:
      "Error: Error initializing source docker://registry.redhat.io/ubi8: unable to retrieve auth token: invalid username/password: unauthorized",
  },
  { expected: "unauthorized", input: "denied: requested access to the resource is denied" },
  {
    expected: "unauthorized",
    input: 'Error response from daemon: Get "https://registry.gitlab.com/v2/": denied: access forbidden',
  },
  {
    expected: "unauthorized",
    input:
      "ErrImagePull: rpc error: code = Unknown desc = Requesting bear token: invalid status code from registry 403 (Forbidden)",
  },
  {
    expected: "unauthorized",
    input:
      "Failed to pull image \"123.dkr.ecr.us-east-1.amazonaws.com/a:1\": rpc error: code = Unknown desc = Error response from daemon: pull access denied for 123.dkr.ecr.us-east-1.amazonaws.com/a, repository does not exist or may require 'docker login': denied: User: arn:aws:sts::1:assumed-role/x is not authorized to perform: ecr:BatchGetImage on resource",
  },
  {
    expected: "expired_credentials",
    input:
      "Failed to pull image: failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized: token is expired",
  },
  {
    expected: "expired_credentials",
    input: "ECR: ExpiredTokenException: The security token included in the request is expired",
  },
  {
    expected: "rate_limited",
    input:
      'Failed to pull image "nginx": rpc error: code = Unknown desc = failed to pull and unpack image "docker.io/library/nginx:latest": failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/nginx/manifests/sha256:ab: 429 Too Many Requests',
  },
  { expected: "rate_limited", input: "ERROR: toomanyrequests: Too Many Requests." },
  {
    expected: "rate_limited",
    input:
      "denied: Quota exceeded for quota metric 'Requests per project per region' and limit of service 'artifactregistry.googleapis.com'",
  },
  {
    expected: "registry_network",
    input:
      'Failed to pull image "registry.k8s.io/x:1": rpc error: code = DeadlineExceeded desc = failed to pull and unpack image "registry.k8s.io/x:1": failed to resolve reference "registry.k8s.io/x:1": failed to do request: Head "https://us-west2-docker.pkg.dev/v2/k8s": context deadline exceeded',
  },
  {
    expected: "registry_network",
    input:
      'Error response from daemon: Get "https://registry-1.docker.io/v2/": net/http: TLS handshake timeout',
  },
  {
    expected: "registry_network",
    input:
      "Error response from daemon: Get https://registry-1.docker.io/v2/: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
  },
  {
    expected: "registry_network",
    input:
      'failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://production.cloudflare.docker.com/registry-v2/docker/registry/v2/blobs": dial tcp 104.18.1.1:443: connect: network is unreachable',
  },
  {
    expected: "registry_network",
    input:
      'Failed to pull image "a.b/c:1": proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: no route to host',
  },
  { expected: "registry_network", input: "dial tcp: i/o timeout while pulling image" },
  {
    expected: "registry_network",
    input:
      'Failed to pull image "ghcr.io/a/b:1": rpc error: code = Unknown desc = failed to pull and unpack image: failed to copy: read tcp 10.0.0.1:1->2.2.2.2:443: read: connection timed out',
  },
  { expected: "registry_network", input: "RegistryUnavailable" },
  {
    expected: "registry_tls",
    input:
      'Failed to pull image "harbor.local/a:1": failed to do request: Head "https://harbor.local/v2/a/manifests/1": http: server gave HTTP response to HTTPS client',
  },
  {
    expected: "registry_tls",
    input:
      'Error response from daemon: Get "https://myreg:5000/v2/": x509: certificate relies on legacy Common Name field, use SANs instead',
  },
  {
    expected: "registry_tls",
    input: 'failed to do request: Head "https://r/v2/a/manifests/1": remote error: tls: handshake failure',
  },
  {
    expected: "registry_tls",
    input:
      "error: RPC failed; Get https://r:5000/v2/: x509: cannot validate certificate for 10.0.0.1 because it doesn't contain any IP SANs",
  },
  {
    expected: "registry_dns",
    input:
      'Failed to pull image "reg.svc.cluster.local/a": failed to do request: Head "https://reg.svc.cluster.local/v2/a/manifests/latest": dial tcp: lookup reg.svc.cluster.local: no such host',
  },
  {
    expected: "registry_dns",
    input:
      'Error response from daemon: Get "https://index.docker.io/v1/repositories/library/x/images": dial tcp: lookup index.docker.io on 127.0.0.53:53: server misbehaving',
  },
  {
    expected: "registry_dns",
    input: "Error: could not resolve host: registry.example.com while pulling image",
  },
  {
    expected: "node_disk_or_corrupt",
    input:
      'Failed to pull image "a/b": failed to register layer: Error processing tar file(exit status 1): write /usr/lib/x: no space left on device',
  },
  {
    expected: "node_disk_or_corrupt",
    input:
      "Warning  ImageGCFailed  5m  kubelet  failed to get imageFs info: unable to find data in memory cache",
  },
  {
    expected: "node_disk_or_corrupt",
    input:
      'failed to prepare extraction snapshot "extract-1 sha256:a": failed to create prepare snapshot dir: mkdir /var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/new-1: input/output error',
  },
  {
    expected: "node_disk_or_corrupt",
    input: 'Failed to pull image "x": layers from manifest don\'t match image configuration',
  },
  {
    expected: "wrong_platform",
    input:
      'Failed to pull image "a/b:1": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/a/b:1": no match for platform in manifest: not found',
  },
  {
    expected: "wrong_platform",
    input:
      'choosing image instance: no image found in manifest list for architecture arm64, variant "v8", OS linux',
  },
  {
    expected: "wrong_platform",
    input:
      "WARNING: The requested image's platform (linux/amd64) does not match the detected host platform (linux/arm64/v8) and no specific platform was requested\nexec /bin/sh: exec format error",
  },
  {
    expected: "wrong_platform",
    input: 'image operating system "linux" cannot be used on this platform: Failed to pull',
  },
  {
    expected: "invalid_image_name",
    input: 'Failed to pull image "App:latest": invalid reference format: repository name must be lowercase',
  },
  { expected: "invalid_image_name", input: "pod-1  0/1 InvalidImageName 0 5s" },
  {
    expected: "image_never_present",
    input: 'Container image "foo:local" is not present with pull policy of Never',
  },
  {
    expected: "pull_backoff_only",
    input: "web-7c5ddbdf54-abcde   0/1     Init:ImagePullBackOff   0          2m",
  },
  {
    expected: "pull_backoff_only",
    input: "Warning  Failed  1s (x5 over 2m)  kubelet  Error: ImagePullBackOff",
  },
  { expected: "crash_loop", input: "my-app-7d4b9c-xk2lp   0/1     Error   2 (15s ago)   30s" },
  {
    expected: "crash_loop",
    input: "Warning BackOff 2m (x20 over 5m) kubelet Back-off restarting failed container",
  },
  {
    expected: "crash_loop",
    input: '"CrashLoopBackOff: back-off 5m0s restarting failed container=api pod=api-0_default(abc)"',
  },
  { expected: "oom_killed", input: "api-0   0/1   OOMKilled   3 (40s ago)   2m" },
  {
    expected: "oom_killed",
    input: "kernel: Memory cgroup out of memory: Killed process 123 (node) total-vm:1kB",
  },
  { expected: "config_error", input: "Error: couldn't find key API_KEY in ConfigMap default/settings" },
  {
    expected: "config_error",
    input:
      'Warning  Failed  2s  kubelet  Error: container has runAsNonRoot and image has non-numeric user (node), cannot verify user is non-root (pod: "x", container: y)',
  },
  { expected: "config_error", input: 'spec.containers[0].env: secret "db-password" not found' },
  {
    expected: "container_create_error",
    input:
      'Error: failed to start container "web": Error response from daemon: OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "npm": executable file not found in $PATH: unknown',
  },
  {
    expected: "container_create_error",
    input:
      'Error: failed to reserve container name "api_api-1_default_0": name "api_api-1_default_0" is reserved for "abc"',
  },
  {
    expected: "container_create_error",
    input: "Error: context deadline exceeded\n  Warning  Failed  1m  kubelet  Error: CreateContainerError",
  },
  {
    expected: "container_create_error",
    input:
      'Error: failed to generate container "x" spec: failed to generate spec: path "/data" is mounted on "/" but it is not a shared mount',
  },
  {
    expected: "probe_failing",
    input:
      'Warning  Unhealthy  3m (x21 over 6m)  kubelet  Liveness probe failed: Get "http://10.0.0.1:80/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
  },
  {
    expected: "probe_failing",
    input: "Normal  Killing  10s  kubelet  Container web failed liveness probe, will be restarted",
  },
  {
    expected: "probe_failing",
    input: "Readiness probe errored: rpc error: code = Unknown desc = command timed out",
  },
  { expected: "probe_failing", input: "web-5f-abc   0/1   Running   0   10m" },
  { expected: "init_container_failing", input: "web-5f-abc   0/2   Init:0/1   0   10m" },
  {
    expected: "init_container_failing",
    input:
      "Init Containers:\n  migrate:\n    State:          Waiting\n      Reason:       CrashLoopBackOff\n    Last State:     Terminated\n      Reason:       Error\n      Exit Code:    1\n",
  },
  {
    expected: "unschedulable",
    input:
      "0/3 nodes are available: 1 node(s) had taint {node-role.kubernetes.io/master: }, that the pod didn't tolerate, 2 Insufficient cpu.",
  },
  { expected: "unschedulable", input: "web-1  0/1 Pending 0 5m" },
  { expected: "unschedulable", input: "no nodes available to schedule pods" },
  {
    expected: "unschedulable",
    input: "pod has unbound immediate PersistentVolumeClaims, 3 Insufficient memory: 0/3 nodes are available",
  },
  {
    expected: "quota_exceeded",
    input:
      'Error creating: pods "x-1" is forbidden: failed quota: compute: must specify limits.cpu,limits.memory',
  },
  {
    expected: "quota_exceeded",
    input: "status: forbidden: exceeded quota: q, requested: pods=1, used: pods=10, limited: pods=10",
  },
  {
    expected: "volume_mount",
    input:
      "Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[data kube-api-access]: timed out waiting for the condition",
  },
  {
    expected: "volume_mount",
    input:
      'AttachVolume.Attach failed for volume "pvc-1" : rpc error: code = Internal desc = Could not attach volume "vol-1" to node "i-1"',
  },
  {
    expected: "volume_mount",
    input:
      'Warning  ProvisioningFailed  3s (x4)  persistentvolume-controller  storageclass.storage.k8s.io "fast" not found',
  },
  {
    expected: "volume_mount",
    input:
      'MountVolume.MountDevice failed for volume "pvc-x" : rpc error: code = DeadlineExceeded desc = context deadline exceeded',
  },
  {
    expected: "sandbox_network",
    input:
      'Failed to create pod sandbox: rpc error: code = Unknown desc = [failed to set up sandbox container "a" network for pod "b": networkPlugin cni failed to set up pod "b" network: stat /var/lib/calico/nodename: no such file or directory: check that the calico/node container is running]',
  },
  {
    expected: "sandbox_network",
    input:
      "Warning  NetworkNotReady  2m (x18 over 5m)  kubelet  network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized",
  },
  { expected: "node_not_ready", input: "ip-10-0-0-1   NotReady   <none>   10d   v1.28.3" },
  {
    expected: "node_not_ready",
    input:
      "Ready            Unknown   Tue, 01 Jan 2030   Tue  NodeStatusUnknown   Kubelet stopped posting node status.",
  },
  {
    expected: "node_not_ready",
    input: "The node was low on resource: memory. Threshold quantity: 100Mi, available: 50Mi.",
  },
  {
    expected: "admission_denied",
    input:
      'Error from server: admission webhook "validation.gatekeeper.sh" denied the request: [denied by x] missing label owner',
  },
  {
    expected: "admission_denied",
    input: 'Error creating: pods "a-" is forbidden: PodSecurityPolicy: unable to admit pod: []',
  },
  {
    expected: "admission_denied",
    input:
      'Error creating: Internal error occurred: failed calling webhook "sidecar-injector": Post https://x.svc/inject: dial tcp 10.0.0.1:443: connect: connection refused',
  },
  { expected: "progress_deadline", input: 'error: deployment "api" exceeded its progress deadline' },
  { expected: "progress_deadline", input: "Error: UPGRADE FAILED: timed out waiting for the condition" },
];

const harmless: string[] = [
  'deployment "api" successfully rolled out',
  'Waiting for deployment "api" rollout to finish: 1 of 3 updated replicas are available...\nWaiting for deployment "api" rollout to finish: 2 of 3 updated replicas are available...\ndeployment "api" successfully rolled out',
  "NAME   READY   STATUS    RESTARTS   AGE\napi-1  1/1     Running   0          5m\njob-1  0/1     Completed 0          5m",
  "api-1  0/1     ContainerCreating   0          5s\napi-2  0/1 Pending 0 1s",
  "2024-01-01 10:00:00 INFO Started Application in 3.2 seconds\n2024 ERROR could not connect to postgres: dial tcp 10.0.0.1:5432: connect: connection refused",
  "Normal  Killing  2m  kubelet  Stopping container api",
  "No events found in default namespace.",
  'Error from server (NotFound): pods "api-1" not found',
  'Error from server (NotFound): deployments.apps "api" not found',
  "The connection to the server localhost:8080 was refused - did you specify the right host or port?",
  "Unable to connect to the server: dial tcp 10.0.0.1:6443: i/o timeout",
  "Unable to connect to the server: x509: certificate signed by unknown authority",
  "error: You must be logged in to the server (Unauthorized)",
  "Digest: sha256:abc\nStatus: Downloaded newer image for nginx:latest\ndocker.io/library/nginx:latest",
  "Events:          <none>",
  'Normal  Pulling  3m  kubelet  Pulling image "a/b:1"\nNormal Pulled 2m kubelet Successfully pulled image "a/b:1" in 1s\nWarning  Failed  5m  kubelet  Failed to pull image "a/b:1": dial tcp: i/o timeout',
  "npm ERR! 404 Not Found - GET https://registry.npmjs.org/foo - Not found",
  "fatal: unable to access 'https://github.com/a/b.git/': Could not resolve host: github.com",
  "error: failed to push some refs to 'origin'",
  "Normal  LeaderElection  3m  x became leader\nNormal  ScalingReplicaSet  3m deployment-controller Scaled up replica set a-1 to 1\nNormal SuccessfulCreate 3m replicaset-controller Created pod: a-1-x",
  "Normal  SandboxChanged  6s (x3 over 15s)  kubelet  Pod sandbox changed, it will be killed and re-created.",
  "curl: (7) Failed to connect to localhost port 8080: Connection refused",
  'ERROR: failed to solve: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1',
];

describe("findClusterCauses", () => {
  it.each(pasted)("names $expected first: $input", ({ input, expected }) => {
    expect(topOf(input)).toBe(expected);
  });

  it.each(harmless)("names nothing: %s", (input) => {
    expect(findClusterCauses(input)).toEqual([]);
  });
});
