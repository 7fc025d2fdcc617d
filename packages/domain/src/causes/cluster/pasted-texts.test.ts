import { describe, expect, it } from "vitest";
import type { CauseCode } from "../../glossary.ts";
import { findClusterCauses } from "./find-cluster-causes.ts";

/** Words of kubelets, runtimes, schedulers and registries, each alone as people paste it. */
const pasted: Partial<Record<CauseCode, string[]>> = {
  image_not_found: [
    "shop_api.1   rejected   No such image: registry.example.com/shop/api:9",
    'Warning  Failed  10s (x2 over 25s)  kubelet  Failed to pull image "myrepo/app:v9": rpc error: code = Unknown desc = Error response from daemon: manifest for myrepo/app:v9 not found: manifest unknown: manifest unknown',
    "Error response from daemon: repository gcr.io/foo/bar not found: name unknown: Failed to compute blob liveness for manifest: 'latest'",
    'Failed to pull image "registry.gitlab.com/g/p:1": rpc error: code = NotFound desc = failed to pull and unpack image "registry.gitlab.com/g/p:1": failed to resolve reference "registry.gitlab.com/g/p:1": registry.gitlab.com/g/p:1: not found',
    "reading manifest latest in quay.io/foo/bar: manifest unknown: Tag latest was deleted or has expired. To pull, revive via time machine",
    'Failed to pull image "x.azurecr.io/app:3": [rpc error: code = NotFound desc = failed to pull and unpack image "x.azurecr.io/app:3": failed to resolve reference "x.azurecr.io/app:3": x.azurecr.io/app:3: not found, failed to pull and unpack image "x.azurecr.io/app:3": failed to resolve reference "x.azurecr.io/app:3": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://x.azurecr.io/oauth2/token: 401 Unauthorized]',
    "Error: image library/ngnix:latest not found",
    "The image 'k8s.gcr.io/foo:v1' was not found",
    "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref docker.io/library/nope:latest: docker.io/library/nope:latest: not found",
  ],
  unauthorized: [
    'Failed to pull image "ghcr.io/org/private:1": rpc error: code = Unknown desc = failed to pull and unpack image "ghcr.io/org/private:1": failed to resolve reference "ghcr.io/org/private:1": failed to authorize: failed to fetch anonymous token: unexpected status: 403 Forbidden',
    'Failed to pull image "europe-docker.pkg.dev/p/r/i:1": failed to resolve reference "europe-docker.pkg.dev/p/r/i:1": unexpected status from HEAD request to https://europe-docker.pkg.dev/v2/p/r/i/manifests/1: 403 Forbidden',
    "Error: Error initializing source docker://registry.redhat.io/ubi8: unable to retrieve auth token: invalid username/password: unauthorized",
    "denied: requested access to the resource is denied",
    'Error response from daemon: Get "https://registry.gitlab.com/v2/": denied: access forbidden',
    "ErrImagePull: rpc error: code = Unknown desc = Requesting bear token: invalid status code from registry 403 (Forbidden)",
    "Failed to pull image \"123.dkr.ecr.us-east-1.amazonaws.com/a:1\": rpc error: code = Unknown desc = Error response from daemon: pull access denied for 123.dkr.ecr.us-east-1.amazonaws.com/a, repository does not exist or may require 'docker login': denied: User: arn:aws:sts::1:assumed-role/x is not authorized to perform: ecr:BatchGetImage on resource",
    'error getting credentials - err: exec: "docker-credential-desktop": executable file not found in $PATH, out: ``',
    'Error response from daemon: Head "https://registry-1.docker.io/v2/a/b/manifests/1": unauthorized: incorrect username or password',
    "error parsing HTTP 403 response body: invalid character '<' looking for beginning of value: pulling image",
  ],
  expired_credentials: [
    "Failed to pull image: failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized: token is expired",
    "ECR: ExpiredTokenException: The security token included in the request is expired",
  ],
  rate_limited: [
    'Failed to pull image "nginx": rpc error: code = Unknown desc = failed to pull and unpack image "docker.io/library/nginx:latest": failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/nginx/manifests/sha256:ab: 429 Too Many Requests',
    "ERROR: toomanyrequests: Too Many Requests.",
    "denied: Quota exceeded for quota metric 'Requests per project per region' and limit of service 'artifactregistry.googleapis.com'",
  ],
  registry_network: [
    "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve ecr registry auth: RequestError: send request failed: Post https://api.ecr.eu-west-1.amazonaws.com/: dial tcp 10.0.0.1:443: i/o timeout",
    'Failed to pull image "registry.k8s.io/x:1": rpc error: code = DeadlineExceeded desc = failed to pull and unpack image "registry.k8s.io/x:1": failed to resolve reference "registry.k8s.io/x:1": failed to do request: Head "https://us-west2-docker.pkg.dev/v2/k8s": context deadline exceeded',
    'Error response from daemon: Get "https://registry-1.docker.io/v2/": net/http: TLS handshake timeout',
    "Error response from daemon: Get https://registry-1.docker.io/v2/: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
    'failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://production.cloudflare.docker.com/registry-v2/docker/registry/v2/blobs": dial tcp 104.18.1.1:443: connect: network is unreachable',
    'Failed to pull image "a.b/c:1": proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: no route to host',
    "dial tcp: i/o timeout while pulling image",
    'Failed to pull image "ghcr.io/a/b:1": rpc error: code = Unknown desc = failed to pull and unpack image: failed to copy: read tcp 10.0.0.1:1->2.2.2.2:443: read: connection timed out',
    "RegistryUnavailable",
    'CannotPullContainerError: ref pull has been retried 5 time(s): failed to do request: Head "https://x/v2/a": dial tcp 1.2.3.4:443: i/o timeout',
  ],
  registry_tls: [
    'Error response from daemon: Get "http://reg.example:443/v2/": net/http: HTTP/1.x transport connection broken: malformed HTTP response "\\x15\\x03\\x01"',
    'Failed to pull image "harbor.local/a:1": failed to do request: Head "https://harbor.local/v2/a/manifests/1": http: server gave HTTP response to HTTPS client',
    'Error response from daemon: Get "https://myreg:5000/v2/": x509: certificate relies on legacy Common Name field, use SANs instead',
    'failed to do request: Head "https://r/v2/a/manifests/1": remote error: tls: handshake failure',
    "error: RPC failed; Get https://r:5000/v2/: x509: cannot validate certificate for 10.0.0.1 because it doesn't contain any IP SANs",
  ],
  registry_dns: [
    'Failed to pull image "reg.svc.cluster.local/a": failed to do request: Head "https://reg.svc.cluster.local/v2/a/manifests/latest": dial tcp: lookup reg.svc.cluster.local: no such host',
    'Error response from daemon: Get "https://index.docker.io/v1/repositories/library/x/images": dial tcp: lookup index.docker.io on 127.0.0.53:53: server misbehaving',
    "Error: could not resolve host: registry.example.com while pulling image",
  ],
  node_disk_or_corrupt: [
    'Failed to pull image "a/b": failed to register layer: Error processing tar file(exit status 1): write /usr/lib/x: no space left on device',
    "Warning  ImageGCFailed  5m  kubelet  failed to get imageFs info: unable to find data in memory cache",
    'failed to prepare extraction snapshot "extract-1 sha256:a": failed to create prepare snapshot dir: mkdir /var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/new-1: input/output error',
    'Failed to pull image "x": layers from manifest don\'t match image configuration',
    'Failed to inspect image "a/b:1": rpc error: code = Unknown desc = Error response from daemon: readlink /var/lib/docker/overlay2/l: invalid argument',
    'Error: writing blob: adding layer with blob "sha256:a": processing tar file(potentially insufficient UIDs or GIDs available in user namespace (requested 0:42 for /etc/gshadow)): copying image',
  ],
  wrong_platform: [
    'Failed to pull image "a/b:1": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/a/b:1": no match for platform in manifest: not found',
    'choosing image instance: no image found in manifest list for architecture arm64, variant "v8", OS linux',
    "WARNING: The requested image's platform (linux/amd64) does not match the detected host platform (linux/arm64/v8) and no specific platform was requested\nexec /bin/sh: exec format error",
    'image operating system "linux" cannot be used on this platform: Failed to pull',
  ],
  invalid_image_name: [
    'Failed to pull image "App:latest": invalid reference format: repository name must be lowercase',
    "pod-1  0/1 InvalidImageName 0 5s",
  ],
  image_never_present: ['Container image "foo:local" is not present with pull policy of Never'],
  pull_backoff_only: [
    "web-7c5ddbdf54-abcde   0/1     Init:ImagePullBackOff   0          2m",
    "Warning  Failed  1s (x5 over 2m)  kubelet  Error: ImagePullBackOff",
  ],
  crash_loop: [
    "my-app-7d4b9c-xk2lp   0/1     Error   2 (15s ago)   30s",
    "Warning BackOff 2m (x20 over 5m) kubelet Back-off restarting failed container",
    '"CrashLoopBackOff: back-off 5m0s restarting failed container=api pod=api-0_default(abc)"',
    'Error syncing pod, skipping: failed to "StartContainer" for "api" with CrashLoopBackOff: "Back-off 20s restarting failed container=api pod=api-1_default(x)"',
  ],
  oom_killed: [
    "api-0   0/1   OOMKilled   3 (40s ago)   2m",
    "kernel: Memory cgroup out of memory: Killed process 123 (node) total-vm:1kB",
  ],
  config_error: [
    "Error: couldn't find key API_KEY in ConfigMap default/settings",
    'Warning  Failed  2s  kubelet  Error: container has runAsNonRoot and image has non-numeric user (node), cannot verify user is non-root (pod: "x", container: y)',
    'spec.containers[0].env: secret "db-password" not found',
    'Error: cannot find volume "conf" to mount into container "api"',
  ],
  container_create_error: [
    'Error: failed to start container "web": Error response from daemon: OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "npm": executable file not found in $PATH: unknown',
    'Error: failed to reserve container name "api_api-1_default_0": name "api_api-1_default_0" is reserved for "abc"',
    "Error: context deadline exceeded\n  Warning  Failed  1m  kubelet  Error: CreateContainerError",
    'Error: failed to generate container "x" spec: failed to generate spec: path "/data" is mounted on "/" but it is not a shared mount',
  ],
  probe_failing: [
    'Warning  Unhealthy  3m (x21 over 6m)  kubelet  Liveness probe failed: Get "http://10.0.0.1:80/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    "Normal  Killing  10s  kubelet  Container web failed liveness probe, will be restarted",
    "Readiness probe errored: rpc error: code = Unknown desc = command timed out",
    "web-5f-abc   0/1   Running   0   10m",
  ],
  init_container_failing: [
    "web-5f-abc   0/2   Init:0/1   0   10m",
    "Init Containers:\n  migrate:\n    State:          Waiting\n      Reason:       CrashLoopBackOff\n    Last State:     Terminated\n      Reason:       Error\n      Exit Code:    1\n",
  ],
  unschedulable: [
    "0/4 nodes are available: 1 node(s) had untolerated taint {unschedulable: true}, 3 node(s) didn't match pod topology spread constraints.",
    "0/3 nodes are available: 1 node(s) had taint {node-role.kubernetes.io/master: }, that the pod didn't tolerate, 2 Insufficient cpu.",
    "web-1  0/1 Pending 0 5m",
    "no nodes available to schedule pods",
    "pod has unbound immediate PersistentVolumeClaims, 3 Insufficient memory: 0/3 nodes are available",
    "No nodes are available that match all of the following predicates:: Insufficient cpu (2), PodToleratesNodeTaints (1).",
  ],
  quota_exceeded: [
    'Error creating: pods "x-1" is forbidden: failed quota: compute: must specify limits.cpu,limits.memory',
    "status: forbidden: exceeded quota: q, requested: pods=1, used: pods=10, limited: pods=10",
  ],
  volume_mount: [
    "Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[data kube-api-access]: timed out waiting for the condition",
    'AttachVolume.Attach failed for volume "pvc-1" : rpc error: code = Internal desc = Could not attach volume "vol-1" to node "i-1"',
    'Warning  ProvisioningFailed  3s (x4)  persistentvolume-controller  storageclass.storage.k8s.io "fast" not found',
    'MountVolume.MountDevice failed for volume "pvc-x" : rpc error: code = DeadlineExceeded desc = context deadline exceeded',
    "Warning  FailedScheduling  2m  default-scheduler  pod has unbound PersistentVolumeClaims (repeated 3 times)",
  ],
  sandbox_network: [
    'Failed to create pod sandbox: rpc error: code = Unknown desc = [failed to set up sandbox container "a" network for pod "b": networkPlugin cni failed to set up pod "b" network: stat /var/lib/calico/nodename: no such file or directory: check that the calico/node container is running]',
    "Warning  NetworkNotReady  2m (x18 over 5m)  kubelet  network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized",
  ],
  node_not_ready: [
    "ip-10-0-0-1   NotReady   <none>   10d   v1.28.3",
    "Ready            Unknown   Tue, 01 Jan 2030   Tue  NodeStatusUnknown   Kubelet stopped posting node status.",
    "The node was low on resource: memory. Threshold quantity: 100Mi, available: 50Mi.",
    "eviction manager: must evict pod(s) to reclaim memory",
  ],
  admission_denied: [
    'Error from server: admission webhook "validation.gatekeeper.sh" denied the request: [denied by x] missing label owner',
    'Error creating: pods "a-" is forbidden: PodSecurityPolicy: unable to admit pod: []',
    'Error creating: Internal error occurred: failed calling webhook "sidecar-injector": Post https://x.svc/inject: dial tcp 10.0.0.1:443: connect: connection refused',
    "Warning  PolicyViolation  2s  kyverno-scan  policy require-labels/check fail: label app is required",
  ],
  progress_deadline: [
    "Waiting for rollout to finish: 1 out of 3 new replicas have been updated...",
    'error: deployment "api" exceeded its progress deadline',
    "Error: UPGRADE FAILED: timed out waiting for the condition",
    "Available      False   MinimumReplicasUnavailable\n  Progressing    False   ProgressDeadlineExceeded",
    "NAME   READY   UP-TO-DATE   AVAILABLE   AGE\napi    0/3     3            0           15m",
    "Health check failed after 5m0s, timeout waiting for: [HelmRelease/shop/api status: 'InProgress']",
    "apps  Deployment  shop  api  Synced  Degraded  deployment.apps/api configured",
  ],
};

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
  "npm ERR! 404 Not Found - GET https://npm.example.com/foo - Not found",
  "fatal: unable to access 'https://github.com/a/b.git/': Could not resolve host: github.com",
  "error: failed to push some refs to 'origin'",
  "Normal  LeaderElection  3m  x became leader\nNormal  ScalingReplicaSet  3m deployment-controller Scaled up replica set a-1 to 1\nNormal SuccessfulCreate 3m replicaset-controller Created pod: a-1-x",
  "Normal  SandboxChanged  6s (x3 over 15s)  kubelet  Pod sandbox changed, it will be killed and re-created.",
  "curl: (7) Failed to connect to localhost port 8080: Connection refused",
  'ERROR: failed to solve: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1',
  'I0102 10:00:00 kubelet.go:1 "SyncLoop (PLEG): event for pod" pod="default/api-1" event={"ID":"a","Type":"ContainerStarted"}',
  "NAME  STATUS  ROLES  AGE  VERSION\nworker-1  Ready  <none>  40d  v1.30.2",
  "api  3/3  3  3  10m",
  "api  2/3  1  2  10d",
  "api  0/0  0  0  10d",
  "Name: worker-1\nTaints:  <none>\nUnschedulable:  false",
  "api  0/3  3  0  20s",
  "apps  Deployment  shop  api  Synced  Healthy  deployment.apps/api configured",
  "CONTAINER ID  IMAGE  COMMAND  CREATED  STATUS  PORTS  NAMES\nab12  migrate:1  node  2 min ago  Exited (0) 2 minutes ago  migrate",
  "The deploy step exited with exit code 1",
  "Image is up to date for nginx:latest",
  "Name: api\nNamespace: shop\nReplicas: 3 desired | 3 updated | 3 total | 3 available | 0 unavailable\nConditions:\n  Type           Status  Reason\n  ----           ------  ------\n  Available      True    MinimumReplicasAvailable\n  Progressing    True    NewReplicaSetAvailable\n",
  "Conditions:\n  Type             Status  LastHeartbeatTime                 Reason                       Message\n  MemoryPressure   False   Thu, 02 Jan 2025 10:00:00   KubeletHasSufficientMemory   kubelet has sufficient memory available\n  DiskPressure     False   Thu, 02 Jan 2025 10:00:00   KubeletHasNoDiskPressure     kubelet has no disk pressure\n  Ready            True    Thu, 02 Jan 2025 10:00:00   KubeletReady                 kubelet is posting ready status",
  "Tolerations:                 node.kubernetes.io/not-ready:NoExecute op=Exists for 300s\n                             node.kubernetes.io/unreachable:NoExecute op=Exists for 300s",
  "Liveness:       http-get http://:8080/healthz delay=0s timeout=1s period=10s #success=1 #failure=3\n    Readiness:      http-get http://:8080/ready delay=0s timeout=1s period=10s #success=1 #failure=3",
  'Warning  FailedToUpdateEndpoint  2m  endpoint-controller  Failed to update endpoint default/api: Operation cannot be fulfilled on endpoints "api": the object has been modified',
  'Normal  Killing  2m  kubelet  Stopping container api\n Warning  Unhealthy  2m (x2 over 2m)  kubelet  Readiness probe failed: Get "http://10.0.0.1:80/": dial tcp 10.0.0.1:80: connect: connection refused',
  "Warning  DNSConfigForming  10s (x5 over 1m)  kubelet  Nameserver limits were exceeded, some nameservers have been omitted",
  "Warning  FailedGetResourceMetric  5s  horizontal-pod-autoscaler  failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API",
  "Pulling image layers... done\nSuccessfully built abc\nSuccessfully tagged a/b:1",
  "The push refers to repository [docker.io/a/b]\n1: digest: sha256:ab size: 1",
];

describe.each(Object.entries(pasted))("%s", (code, texts) => {
  it.each(texts)("is named first by %s", (text) => {
    expect(findClusterCauses(text)[0]?.code).toBe(code);
  });
});

it.each(harmless)("nothing is named by %s", (text) => {
  expect(findClusterCauses(text)).toEqual([]);
});
