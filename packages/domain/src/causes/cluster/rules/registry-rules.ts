/** The registry was not reached, or its answer could not be used. */
import { quoteForShell } from "../../commands.ts";
import { type ClusterNames, describeCommand, kubectlIn } from "../names.ts";
import type { ClusterRule } from "./cluster-rule.ts";
import { pullWords } from "./pull-words.ts";

const registryName = ({ registry }: ClusterNames) => registry ?? "the registry";

/** Commands that need to know which registry; none where nobody said. */
function atRegistry({ registry }: ClusterNames, commands: (host: string) => string[]): string[] {
  return registry === null ? [] : commands(registry);
}

const askRegistry = (host: string) => `curl -sSI ${quoteForShell(`https://${host}/v2/`)}`;
const listNodes = (names: ClusterNames) => kubectlIn(names, "get nodes -o wide");

/** The nodes do not trust the registry's certificate. */
export const registryTls: ClusterRule = {
  code: "registry_tls",
  signs: [
    {
      tells: 3,
      about: pullWords,
      says: [
        /\bx509\b|\bcertificate (?:signed|has expired|is not|is valid|verify|verification|relies)|\bunknown authority\b/i,
        /\bserver gave HTTP response to HTTPS client\b|\bfirst record does not look like a TLS handshake\b/i,
        /\btls: (?!handshake timeout)|\bssl\b.{0,40}\b(?:error|failed|routines|certificate)/i,
        /\bhandshake failure\b|\bmalformed HTTP response\b|\boversized record received\b|\bprotocol version not supported\b/i,
      ],
    },
    // The end of a pull error is what people paste most.
    { tells: 2, says: [/^(?:tls: .{0,60})?x509: /i] },
  ],
  title: (names) => `The nodes do not trust ${registryName(names)}, or cannot speak TLS with it`,
  explanation:
    "The connection to the registry was made and then refused by the node: its certificate is signed by somebody the node does not know, has expired, or is for another name; or the registry speaks plain HTTP where the node expects HTTPS.",
  fix: "Put the registry's certificate authority on every node (containerd: /etc/containerd/certs.d), renew an expired certificate, check the node's clock, or mark a registry without TLS as such.",
  next: (names) => [
    ...atRegistry(names, (host) => [
      `openssl s_client -connect ${quoteForShell(host.includes(":") ? host : `${host}:443`)} -showcerts`,
      askRegistry(host),
    ]),
    describeCommand(names),
  ],
  examples: [
    'Failed to pull image "reg.corp.example/a:1": failed to do request: Head "https://reg.corp.example/v2/a/manifests/1": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    'Failed to pull image "10.0.0.5:5000/a": http: server gave HTTP response to HTTPS client',
  ],
  counterexamples: [
    'failed calling webhook "v.example.com": Post "https://v.svc:443/validate": x509: certificate signed by unknown authority',
  ],
};

/** The registry's name does not resolve. */
export const registryDns: ClusterRule = {
  code: "registry_dns",
  signs: [
    {
      tells: 3,
      about: pullWords,
      says: [
        /\bno such host\b|\bserver misbehaving\b|\bname resolution\b|\bcould ?n[o']t resolve host\b|\bnxdomain\b/i,
        /\b(?:dial (?:tcp|udp)|tcp):? lookup\b|\blookup \S{1,253}(?: on|:)/i,
        /\bname or service not known\b|\bunable to resolve host\b|\bENOTFOUND\b|\bEAI_AGAIN\b/i,
      ],
    },
  ],
  title: (names) => `The nodes cannot find the address of ${registryName(names)}`,
  explanation:
    "The node asked its name server for the registry and got no address. Names are resolved on the node, not inside the cluster, so a service name of the cluster does not work here either.",
  fix: "Check the registry's spelling in the image, then the name server in the node's /etc/resolv.conf and whether the node can reach it.",
  next: (names) => [
    ...atRegistry(names, (host) => [`nslookup ${quoteForShell(host.split(":")[0] ?? "")}`]),
    listNodes(names),
    describeCommand(names),
  ],
  examples: [
    'Failed to pull image "reg.internal/a:1": dial tcp: lookup reg.internal on 10.0.0.2:53: no such host',
    "Error response from daemon: Get https://registry-1.docker.io/v2/: dial tcp: lookup registry-1.docker.io: Temporary failure in name resolution",
  ],
  counterexamples: ['msg="cannot connect to database: dial tcp: lookup db: no such host"'],
};

/** A node has no room for the image, or its copy is damaged. */
export const nodeDiskOrCorrupt: ClusterRule = {
  code: "node_disk_or_corrupt",
  signs: [
    {
      tells: 3,
      says: [
        /\bno space left on device\b|\bdisk quota exceeded\b|\bImageGCFailed\b|\bFreeDiskSpaceFailed\b|\bInvalidDiskCapacity\b/i,
        /\bunexpected commit (?:digest|size)\b|\bwrong diff id\b|\bdigest (?:mismatch|did not match|verification)\b|\bverification failed for digest\b|\bfailed size validation\b/i,
        /\bfilesystem layer verification failed\b|\bunexpected checksum\b|\binvalid checksum\b|\barchive\/tar: invalid\b/i,
        /\blayers? from manifest don't match image configuration\b|\bcontent digest \S{1,100} not found\b/i,
      ],
      unless: [/\bprobe failed\b/i],
    },
    {
      tells: 3,
      says: [
        /\bfailed to (?:extract|register|apply|unpack|prepare extraction|mount|create)\b.{0,40}\b(?:layer|image|rootfs|snapshot|overlay)/i,
        /\b(?:applylayer|apply layer)\b|\bfailed to create image rootfs\b|\berror (?:creating|mounting) (?:overlay|overlay mount)\b/i,
        /\bstorage-driver\b|\binput\/output error\b|\bstructure needs cleaning\b|\breading from a closed\b/i,
        /\b(?:readlink|l?stat|open|mkdir|lchown|chtimes|rename|unlinkat) \/var\/lib\/(?:docker|containerd|containers)\b/i,
        /\blchown\b|\binsufficient UIDs or GIDs\b|\binvalid tar header\b/i,
        /\bre-?exec error\b|\bgraph ?driver\b|\boverlayfs\b|\bsnapshotter\b|\bimage config (?:is )?(?:corrupt|invalid)/i,
      ],
      about: pullWords,
      // Getting a layer can also fail on the way to it: then the registry's own answer names the cause.
      unless: [
        /\bdial tcp\b|\bTLS\b|\bx509\b|\bi\/o timeout\b|\bfailed to do request\b|\bunexpected status\b|\bfailed to resolve\b/i,
      ],
    },
    {
      tells: 2,
      says: [
        /\bEvictionThresholdMet\b|\bNodeHasDiskPressure\b|\bDiskPressure\b.{0,40}\bTrue\b/,
        /\bThe node was low on resource: ephemeral-storage\b|\b(?:ephemeral local|local ephemeral) storage usage exceeds\b/i,
        /\bThe node had condition: \[DiskPressure\]|\bUsage of EmptyDir volume \S{1,253} exceeds\b/i,
      ],
      unless: [/-> Unknown\b/],
      evenIfNormal: true,
    },
  ],
  title: (names) =>
    names.node === null
      ? "A node has no room for the image, or its copy is damaged"
      : `Node ${names.node} has no room, or a damaged disk`,
  explanation:
    "The image was found and fetched, and the node could not write or unpack it: its disk is full, or what arrived or lies there is not what the digest promises. Other nodes may run the same image without complaint.",
  fix: "Free the node's disk (unused images, logs) or replace the node; when the digest does not match on several nodes, push the image again.",
  next: (names) => [
    kubectlIn(names, names.node === null ? "describe nodes" : `describe node ${quoteForShell(names.node)}`),
    "df -h /var/lib/containerd /var/lib/kubelet # on the node",
    "crictl rmi --prune # on the node",
  ],
  examples: [
    'Failed to pull image "a/b:1": failed to extract layer sha256:ab: write /var/lib/containerd/x: no space left on device: unknown',
    'Failed to pull image "a/b:2": failed commit on ref "layer-sha256:ab": unexpected commit digest sha256:cd, expected sha256:ab: failed precondition',
    "Warning  Evicted  9s  kubelet  The node was low on resource: ephemeral-storage.",
    "Warning  FreeDiskSpaceFailed  2m  kubelet  Failed to garbage collect required amount of images. Attempted to free 5GB, but only found 0 bytes eligible to free.",
  ],
};

/** Failures on the way there and back. */
const transport: readonly RegExp[] = [
  /\bi\/o timeout\b|\bconnection (?:refused|reset|timed out|aborted|closed)\b|\bbroken pipe\b|\bunexpected EOF\b|\bEOF\b/i,
  /\bno route to host\b|\bnetwork is (?:unreachable|down)\b|\bhost is (?:down|unreachable)\b|\bhandshake timeout\b/i,
  /\bdeadline exceeded\b|\bClient\.Timeout\b|\b(?:request|context) cancell?ed\b|\boperation timed out\b|\btimed out\b|\bTimeout exceeded\b/i,
  /\bHTTP 50\d\b|\bcode = Unavailable\b/i,
  /\b50[0234]\b.{0,4}\b(?:internal|bad|service|gateway)|\b(?:status|status code|http code|http status|code):? ?50\d\b/i,
  /\bbad gateway\b|\bservice unavailable\b|\bgateway time-?out\b|\binternal server error\b|\bserver error\b/i,
  /\bproxyconnect\b|\bproxy\b.{0,40}\b(?:refused|required|error)\b|\bhttp2: |\bstream error\b|\buse of closed network connection\b/i,
];

/** The nodes do not get through to the registry. */
export const registryNetwork: ClusterRule = {
  code: "registry_network",
  signs: [
    { tells: 3, about: pullWords, says: transport, unless: [/\/api\/v1\b|\/apis\//] },
    {
      tells: 3,
      about: pullWords,
      says: [
        /\bunable to ping registry\b|\bfailed to do request\b|\bRegistryUnavailable\b|\bcould not reach any registry\b/i,
      ],
    },
    // The end of a pull error is what people paste most.
    {
      tells: 2,
      says: [
        /^(?:Get|Head) "?https?:\/\/\S{1,200}\/v2\b/i,
        /^dial tcp \[?[\da-f.:]{2,60}\]?:(?:443|80|5000):/i,
      ],
    },
  ],
  title: (names) => `The nodes do not get through to ${registryName(names)}`,
  explanation:
    "The name was resolved, but the connection to the registry was refused, timed out, broke off, or the registry answered with an error of its own. Firewalls, proxies, missing routes out of a private subnet and an outage of the registry look the same from here.",
  fix: "Ask the registry from a node; check egress rules, proxy settings of the container runtime and the registry's status page. A registry at localhost is the node's own localhost, not your machine.",
  next: (names) => [
    ...atRegistry(names, (host) => [askRegistry(host)]),
    listNodes(names),
    describeCommand(names),
  ],
  examples: [
    'Failed to pull image "quay.io/a/b:1": Get "https://quay.io/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    'Failed to pull image "reg.example.com/a:1": failed to do request: Head "https://reg.example.com/v2/a/manifests/1": dial tcp 10.1.2.3:443: connect: connection refused',
    "error pulling image configuration: received unexpected HTTP status: 502 Bad Gateway",
  ],
  counterexamples: [
    'Unable to connect to the server: Get "https://10.0.0.1:6443/api/v1/nodes": dial tcp 10.0.0.1:6443: i/o timeout',
    "could not reach redis: dial tcp 10.2.3.4:6379: connect: connection refused",
  ],
};

/** An image cannot be pulled, reason not in the text. */
export const pullBackoffOnly: ClusterRule = {
  code: "pull_backoff_only",
  signs: [
    {
      tells: 1,
      says: [
        /\bImagePullBackOff\b|\bErrImagePull\b|\bImageInspectError\b|\bBack-?off pulling image\b/i,
        /\bwaiting to start: .{0,300}\bcan(?:'t|not) be pulled\b/i,
        /\btrying and failing to pull image\b|\bimage pull (?:failed|error)|\b(?:failed|unable|error) (?:to pull|pulling) (?:the )?(?:container )?image\b|_IMAGE_PULL_ERR/i,
      ],
      evenIfNormal: true,
    },
  ],
  title: (names) => `${names.image ?? "An image"} cannot be pulled; the reason is in an earlier event`,
  explanation:
    "The node has failed to pull the image several times and now waits longer between attempts. The text has only that, not what the registry said: the event with the reason comes before the back-off and is forgotten after an hour.",
  fix: 'Look for the line that begins with "Failed to pull image"; delete the pod to see it again if the events are gone.',
  next: (names) => [
    describeCommand(names),
    kubectlIn(names, "get events --sort-by=.lastTimestamp --field-selector reason=Failed"),
  ],
  examples: [
    "api-6b7f-abcde   0/1   ImagePullBackOff   0   5m",
    'Normal   BackOff  1s (x4 over 60s)  kubelet  Back-off pulling image "a/b:1"',
    "deployment/api: container api is waiting to start: registry.example.com/api:2 can't be pulled",
  ],
};
