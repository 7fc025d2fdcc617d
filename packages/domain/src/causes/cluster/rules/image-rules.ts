/** The registry or the runtime says what is wrong with the image itself, or with who asks for it. */
import { quoteForShell } from "../../commands.ts";
import { type ClusterNames, describeCommand, inspectImage, kubectlIn, workloadArgument } from "../names.ts";
import type { ClusterRule } from "./cluster-rule.ts";
import { pullWords } from "./pull-words.ts";

const imageOf = ({ image }: ClusterNames) => image ?? "The image";

const showImages = (names: ClusterNames) => {
  const workload = workloadArgument(names);
  const path = "jsonpath='{..image}'";
  return kubectlIn(names, workload === null ? `get pods -o ${path}` : `get ${workload} -o ${path}`);
};

const showPullSecrets = (names: ClusterNames) => {
  const workload = workloadArgument(names);
  const path = "jsonpath='{..imagePullSecrets}'";
  return kubectlIn(names, workload === null ? `get pods -o ${path}` : `get ${workload} -o ${path}`);
};

const hub = "registry-1.docker.io";

const logIn = ({ registry }: ClusterNames) =>
  registry === null || registry === hub ? "docker login" : `docker login ${quoteForShell(registry)}`;

/** The image's name cannot be read. */
export const invalidImageName: ClusterRule = {
  code: "invalid_image_name",
  signs: [
    {
      tells: 3,
      says: [
        /\bInvalidImageName\b/,
        /\binvalid reference format\b|\binvalid image (?:name|reference)\b|\binvalid tag format\b/i,
        /\bcouldn't parse image (?:reference|name)\b|\bfailed to apply default image tag\b/i,
        /\brepository name must be (?:lowercase|canonical)\b/i,
        /\bshort-?name\b.{0,160}\b(?:did not resolve|enforc|cannot be resolved|ambiguous)/i,
        /\b(?:unable|failed|cannot) to parse (?:image|reference|repository)\b|\berror parsing (?:image|reference)\b/i,
      ],
    },
  ],
  title: (names) => `${names.image ?? "The image's name"} is not a name that a node can pull`,
  explanation:
    "The text in the image field cannot be read as registry/repository:tag, so nothing was ever asked of a registry. Usually a variable was left empty, a tag was put on twice, or a short name has no registry that the node may search.",
  fix: "Write the image as registry/repository:tag, in lower case, with one tag or one digest, and check that the pipeline fills in every variable.",
  next: (names) => [showImages(names), describeCommand(names)],
  examples: [
    'Warning  InspectFailed  5s (x3 over 30s)  kubelet  Failed to apply default image tag "shop/api:": couldn\'t parse image name "shop/api:": invalid reference format',
    "checkout-6c5f8d7b9c-x2x4z   0/1   InvalidImageName   0   40s",
    'Error: short-name "api:1" did not resolve to an alias and no unqualified-search registries are defined',
  ],
};

/** The image is not on the node, and may not be pulled. */
export const imageNeverPresent: ClusterRule = {
  code: "image_never_present",
  signs: [{ tells: 3, says: [/\bErrImageNeverPull\b/, /\bis not present with pull policy of Never\b/i] }],
  title: (names) => `${imageOf(names)} is not on the node, and the pod forbids pulling it`,
  explanation:
    "The pull policy is Never: the node may only start what it already has, and it does not have this image. That fits a local cluster into which images are loaded, and nothing else.",
  fix: "Set imagePullPolicy to IfNotPresent, or load the image onto every node that may run the pod.",
  next: (names) => {
    const workload = workloadArgument(names);
    const change = `--type=json -p='[{"op":"replace","path":"/spec/template/spec/containers/0/imagePullPolicy","value":"IfNotPresent"}]'`;
    return [describeCommand(names), ...(workload ? [kubectlIn(names, `patch ${workload} ${change}`)] : [])];
  },
  examples: [
    'Warning  ErrImageNeverPull  4s (x2 over 9s)  kubelet  Container image "api:dev" is not present with pull policy of Never',
    "api-0   0/1   ErrImageNeverPull   0   12s",
  ],
};

/** The registry limits pulls. */
export const rateLimited: ClusterRule = {
  code: "rate_limited",
  signs: [
    {
      tells: 3,
      about: [...pullWords, /\bartifactregistry\b|\bcontainerregistry\b/i],
      says: [
        /\btoo ?many ?requests\b|\bpull rate limit\b|\brate ?limit|\brate exceeded\b|\bthrottl/i,
        /\b(?:status|code|http|error|:)\s{0,3}429\b|\b429 too many\b/i,
        /\bpull QPS exceeded\b|\bquota exceeded for quota\b/i,
      ],
    },
  ],
  title: (names) => `The registry limits how often ${names.image ?? "the image"} may be pulled`,
  explanation:
    'The registry answers "too many requests". The image is probably fine; the account, or the address that all nodes share, has used up its pulls for now. Kubernetes keeps trying and may get through once the window is over.',
  fix: "Pull with an account of your own instead of anonymously, or through a mirror or pull-through cache, and do not set imagePullPolicy to Always without need.",
  next: (names) => [describeCommand(names), showPullSecrets(names), logIn(names)],
  examples: [
    'Failed to pull image "busybox:1.36": toomanyrequests: You have reached your unauthenticated pull rate limit.',
    'Warning  Failed  3s  kubelet  Failed to pull image "reg.example.com/a:1": unexpected status code: 429 Too Many Requests',
    "Error: ErrImagePull: pull QPS exceeded",
  ],
  counterexamples: ['level=info msg="GET /orders 429 Too Many Requests"'],
};

/** The registry's credentials have expired. */
export const expiredCredentials: ClusterRule = {
  code: "expired_credentials",
  signs: [
    {
      tells: 3,
      says: [
        /\b(?:authorization |auth |security |access |id |refresh |bearer )?token\b.{0,60}\b(?:has |is |was )?expired\b/i,
        /\b(?:credentials?|login|password|secret|session|key)\b.{0,30}\bexpired\b/i,
        /\bexpired\b.{0,20}\b(?:token|credentials?)\b|\bExpiredToken(?:Exception)?\b/i,
      ],
      about: [...pullWords, /\bdenied\b|\bunauthorized\b|\breauthenticate\b|\becr\b|\bimage\b/i],
      unless: [/\bcertificate has expired\b/i, /\bmanifest unknown\b/i],
    },
  ],
  title: (names) => `The credentials for ${names.registry ?? "the registry"} have expired`,
  explanation:
    "The registry knew these credentials once and does not accept them any more. Tokens of cloud registries live for hours (12 for Amazon ECR), so a pull secret that was written by hand works on the day it is made and fails on the next new node.",
  fix: "Renew the pull secret, and let something renew it by itself: the cloud's credential provider of the kubelet, or a job that writes the secret more often than it expires.",
  next: (names) => [
    showPullSecrets(names),
    kubectlIn(names, "get secrets --field-selector type=kubernetes.io/dockerconfigjson"),
    logIn(names),
  ],
  examples: [
    'Failed to pull image "1.dkr.ecr.eu-west-1.amazonaws.com/api:7": denied: Your authorization token has expired. Reauthenticate and try again.',
    "Error response from daemon: unauthorized: the access token is expired",
  ],
  counterexamples: ["Warning: the session of user 42 has expired"],
};

/** With credentials and then without: the first answer counts. */
const triedTwice = /\bcode = NotFound\b|\[rpc error: .{0,600}\bmanifest unknown\b/;

/** The registry refuses to give the image. */
export const unauthorized: ClusterRule = {
  code: "unauthorized",
  signs: [
    {
      tells: 2,
      says: [/\bunable to retrieve \w{1,20} registry auth\b/i],
      unless: [/\bdial (?:tcp|udp)\b|\btime(?:d )?out\b/i],
    },
    {
      tells: 3,
      about: [...pullWords, /\bimage\b|\bregistry\b|\brepositor(?:y|ies)\b|\bartifactregistry\b/i],
      says: [
        /\bunauthori[sz]ed\b|\bauthentication required\b|\binsufficient_scope\b|\bauthorization failed\b/i,
        /\bpull access denied\b|\baccess to the resource is denied\b|\baccess denied\b|:\s{0,3}denied\b|\bdenied:/i,
        /\bno basic auth credentials\b|\bno auth credentials\b|\binvalid username\/password\b/i,
        /\b(?:incorrect|invalid|wrong|bad) (?:username|password|credentials?|login)\b/i,
        /\bcode = (?:PermissionDenied|Unauthenticated)\b|\bHTTP 40[13]\b|\bAccessDenied(?:Exception)?\b|\b(?:are )?no credentials\b|\berror getting credentials\b/i,
        /\b40[13] ?\(?(?:unauthorized|forbidden)|\b(?:status|status code|http code|code):? ?40[13]\b|: 403\b|\b403 forbidden\b/i,
        /\bpermission\b.{0,120}\bdenied\b|\bdo(?:es)? not have (?:the )?(?:required )?permissions?\b|\bnot authorized to\b/i,
      ],
      unless: [
        triedTwice,
        // What may be is a guess beside what is.
        /\bmay be because\b.{0,200}\bnot found\b/i,
        /\bServiceUnavailable\b|\bstderr:.{0,120}permission denied/i,
      ],
    },
    // The end of a pull error is what people paste most.
    {
      tells: 2,
      says: [/(?:^|\s)unauthorized: authentication required\b|\bno basic auth credentials\b/i],
      unless: [triedTwice],
    },
    {
      tells: 2,
      says: [/\bFailedToRetrieveImagePullSecret\b|\bUnable to retrieve some image pull secrets\b/i],
    },
  ],
  title: (names) =>
    `${names.registry ?? "The registry"} does not let the cluster pull ${names.image ?? "the image"}`,
  explanation:
    "The registry refuses the request: no credentials were sent, they are wrong, or they do not reach this repository. Many registries say the same of a repository that does not exist, so check the name too.",
  fix: "Give the pod's namespace a pull secret for this registry and name it in imagePullSecrets, of the pod or of its service account; or allow the nodes' own identity to read the repository.",
  next: (names) => [
    showPullSecrets(names),
    kubectlIn(names, "get secrets --field-selector type=kubernetes.io/dockerconfigjson"),
    ...inspectImage(names),
  ],
  examples: [
    'Failed to pull image "registry.example.com/shop/api:1": failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized',
    "Error response from daemon: pull access denied for shop/api, repository does not exist or may require 'docker login'",
    "10:14:02 unauthorized: authentication required",
    "Warning  FailedToRetrieveImagePullSecret  2s (x9 over 2m)  kubelet  Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.",
  ],
  counterexamples: ["GET /api/orders 401 Unauthorized"],
};

/** The image is not built for the nodes' processors. */
export const wrongPlatform: ClusterRule = {
  code: "wrong_platform",
  signs: [
    {
      tells: 3,
      says: [
        /\bexec format error\b/i,
        /\bno match(?:ing)? (?:manifest )?for (?:platform|linux|windows|unknown|darwin)/i,
        /\bno (?:child|image|entry) (?:found )?(?:with platform|in (?:manifest list|image index|index)) ?(?:for (?:architecture|platform|os))?/i,
        /\bdoes not match the (?:specified|detected|host|expected).{0,20}platform\b/i,
        /\b(?:operating system|platform|architecture)\b.{0,40}\b(?:cannot be used|not supported|unsupported|mismatch)/i,
        /\bno match for platform in manifest\b|\bdescriptor matching platform\b|\bmust support (?:amd64|arm64|linux)\b/i,
      ],
      unless: [/\bmanifest unknown\b/i],
    },
  ],
  title: (names) => `${imageOf(names)} is not built for the nodes' processors`,
  explanation:
    "The image holds programs for another processor or system than the node has, typically an image built on an ARM laptop for AMD64 nodes, or the other way round. Either the registry has no variant for the node, or the program was started and could not run.",
  fix: "Build and push the image for every platform of the cluster (docker buildx build --platform linux/amd64,linux/arm64), or bind the pod to nodes that fit.",
  next: (names) => [...inspectImage(names), kubectlIn(names, "get nodes -L kubernetes.io/arch")],
  examples: [
    "exec /usr/local/bin/docker-entrypoint.sh: exec format error",
    'Failed to pull image "shop/api:1": no matching manifest for linux/arm64/v8 in the manifest list entries',
    'Failed to pull image "shop/api:2": no match for platform in manifest: not found',
  ],
};

/** The image does not exist in its registry. */
export const imageNotFound: ClusterRule = {
  code: "image_not_found",
  signs: [
    {
      tells: 3,
      about: pullWords,
      says: [
        /\bmanifest(?: \S{1,300})? unknown\b|\bMANIFEST_UNKNOWN\b|\bNAME_UNKNOWN\b|\bname unknown\b|\brepository name not known\b/i,
        /\b(?:manifest|tag|image|repository|repo|blob)\b.{0,320}\b(?:not found|not exist|does not exist|was deleted)/i,
        /: not found\b|\bcode = NotFound\b|\bno such image\b|\bnot known to registry\b/i,
        /\b(?:status|code|http|error)\W{1,3}404\b|\b404 \(?not found|: 404\b/i,
      ],
      unless: [
        /\bfailed to find plugin\b/i,
        /\b(?:secret|configmap|executable file) \S{0,100} ?not found\b/i,
      ],
    },
    {
      tells: 3,
      says: [/\bimage [^\s:]{1,200}(?::[\w.-]{1,128})? (?:was |is )?not found\b|\bno such image\b/i],
    },
  ],
  title: (names) => `${imageOf(names)} does not exist in its registry`,
  explanation:
    "The registry answered, and it has no image of that name and tag. The tag was never pushed, was pushed elsewhere, is spelled differently, or was cleaned up.",
  fix: "Compare the tag letter by letter with what the build pushed; push it, or deploy a tag that exists.",
  next: (names) => [...inspectImage(names), showImages(names), describeCommand(names)],
  examples: [
    'Failed to pull image "ghcr.io/acme/api:1.43": rpc error: code = NotFound desc = failed to resolve reference "ghcr.io/acme/api:1.43": ghcr.io/acme/api:1.43: not found',
    "Error response from daemon: manifest for acme/api:lastest not found: manifest unknown: manifest unknown",
    "Error: reading manifest 9 in registry.example.com/acme/api: name unknown: repository name not known to registry",
    'Failed to pull image "reg.example.com/api:9": [rpc error: code = Unknown desc = manifest unknown, rpc error: code = Unknown desc = unauthorized: authentication required]',
    'Failed to pull image "reg.example.com/api:9": this may be because there are no credentials on this request. details: (Tag 9 not found in repository reg.example.com/api)',
  ],
  counterexamples: ['MountVolume.SetUp failed for volume "conf" : configmap "conf" not found'],
};
