/** What to call things in titles and commands: what the deploy announced first, then what the cluster's words say. */
import { kubectl, quoteForShell } from "../commands.ts";
import type { Statement } from "./reader/statement.ts";
import { wordsOf } from "./reader/statement.ts";

/** Names for one cause; `null` where nobody said one. */
export type ClusterNames = {
  cluster: string | null;
  namespace: string | null;
  /** `kind/name`, or the name alone. */
  workload: string | null;
  pod: string | null;
  container: string | null;
  image: string | null;
  /** Host and port; that of the request that failed, else that of the image. */
  registry: string | null;
  node: string | null;
};

/** What a deploy announced of where it runs; everything may be missing. */
export type AnnouncedNames = Partial<Pick<ClusterNames, "cluster" | "namespace" | "workload" | "image">>;

const namePart = "[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?";
const podIn = [
  new RegExp(`\\bpod/(${namePart})`),
  new RegExp(`\\bpods? "(${namePart})-?"`),
  new RegExp(`\\bin pod (${namePart})(?:_|\\b)`),
];
const imageIn = [
  /\b(?:image|reference) \\?"([^"\s\\]{1,300})"/,
  /\b(?:pulling image|pull image|docker:\/\/) ?([^\s":]{1,200}(?::[\w.-]{1,128})?(?:@sha256:[0-9a-f]{64})?)/,
  /\bpull access denied for ([^\s,]{1,300})/,
  /\bmanifest for ([^\s]{1,300}) not found/,
];

const registryIn = [
  /https?:\/\/([^/\s"'?]{1,253})\/(?:v[12]\b|_ping|oauth2|token)/,
  /\blookup ([a-z0-9][a-z0-9.-]{1,252})/i,
  /\bdocker:\/\/([^/\s"]{1,253}\.[^/\s"]{1,253}|localhost(?::\d{1,5})?)\//,
  /\bpinging (?:container |docker )?registry ([^\s"]{1,253}):/,
];

/** The names of one statement, filled up with what the rest of the text and the announcement say. */
export function namesOf(
  statement: Statement,
  all: readonly Statement[],
  announced: AnnouncedNames,
): ClusterNames {
  const words = wordsOf(statement);
  const pod = statement.kind === "pod" ? statement.name : (firstMatch(podIn, words) ?? podOf(all));
  const image = firstMatch(imageIn, words) ?? statement.image ?? announced.image ?? null;
  return {
    cluster: announced.cluster ?? null,
    namespace: announced.namespace ?? statement.namespace ?? firstOf(all, "namespace"),
    workload: announced.workload ?? workloadIn(statement, words) ?? workloadOf(pod),
    pod,
    container:
      statement.container ??
      /\bcontainer "?([a-z0-9][a-z0-9-]{0,62})"? in pod/.exec(words)?.[1] ??
      /\bfailed container ([a-z0-9][a-z0-9-]{0,62})/.exec(words)?.[1] ??
      null,
    image,
    registry: firstMatch(registryIn, words) ?? registryOf(image),
    node: statement.kind === "node" ? statement.name : null,
  };
}

/** The pod's name without the hashes that its controllers put behind it; `null` when it does not look like one. */
function workloadOf(pod: string | null): string | null {
  const match = /^(.{1,200})-[a-f0-9]{6,10}(?:-[a-z0-9]{5})?$/.exec(pod ?? "");
  return match?.[1] ?? null;
}

function workloadIn({ kind, name }: Statement, words: string): string | null {
  if (name !== null && /^(?:deployment|statefulset|daemonset|job)$/.test(kind ?? ""))
    return `${kind}/${name}`;
  const told =
    /\b(deployment|statefulset|daemonset|daemon set|stateful set) "([a-z0-9][a-z0-9.-]{0,252})"/.exec(words);
  if (told?.[1] !== undefined) return `${told[1].replace(" ", "")}/${told[2]}`;
  return kind === "replicaset" ? workloadOf(name) : null;
}

/** A name without a host is Docker Hub's. */
function registryOf(image: string | null): string | null {
  if (image === null) return null;
  const [first = "", ...rest] = image.split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  return isHost && first !== "docker.io" ? first : "registry-1.docker.io";
}

function podOf(all: readonly Statement[]): string | null {
  const pods = new Set(all.filter(({ kind }) => kind === "pod").map(({ name }) => name));
  const [only] = pods;
  return pods.size === 1 ? (only ?? null) : null;
}

function firstOf(all: readonly Statement[], key: "namespace"): string | null {
  return all.find((statement) => statement[key] !== null)?.[key] ?? null;
}

function firstMatch(patterns: readonly RegExp[], words: string): string | null {
  for (const pattern of patterns) {
    const found = pattern.exec(words)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}

/** `kubectl` with the context and namespace that are known. */
export function kubectlIn(names: ClusterNames, command: string): string {
  return kubectl({ names }, command);
}

/** The workload as kubectl takes it; `null` when nobody named one. */
export function workloadArgument({ workload }: ClusterNames): string | null {
  if (workload === null) return null;
  return quoteForShell(workload.includes("/") ? workload : `deployment/${workload}`);
}

/** Describes the pod, else its workload, else shows what there is. */
export function describeCommand(names: ClusterNames): string {
  const target = names.pod === null ? workloadArgument(names) : quoteForShell(`pod/${names.pod}`);
  return kubectlIn(names, target === null ? "get pods -o wide" : `describe ${target}`);
}

/** The last words of the container, of the run before when it has restarted. */
export function logsCommand(names: ClusterNames, isPrevious = true): string {
  const target = names.pod === null ? workloadArgument(names) : quoteForShell(`pod/${names.pod}`);
  if (target === null) return kubectlIn(names, "get pods -o wide");
  const container = names.container === null ? "" : ` -c ${quoteForShell(names.container)}`;
  return kubectlIn(names, `logs ${target}${container}${isPrevious ? " --previous" : ""} --tail=100`);
}

/** The image as the registry shows it; empty when nobody named one. */
export function inspectImage({ image }: ClusterNames): string[] {
  return image === null ? [] : [`docker manifest inspect ${quoteForShell(image)}`];
}

/** Everything about the deploy's own workload; its replica sets where nobody named it. */
export function describeWorkload(names: ClusterNames): string {
  const workload = workloadArgument(names);
  return workload === null ? kubectlIn(names, "get replicasets") : kubectlIn(names, `describe ${workload}`);
}
