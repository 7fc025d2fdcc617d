/** Kubernetes objects, from JSON or an outline: events, pods, workloads, nodes and lists of them. */
import { makeStatement, nowhere, type Place, type Statement } from "./statement.ts";

type Node = Record<string, unknown>;
type Visit = { node: Node; key: string; place: Place; facts: StateFacts };
type StateFacts = { isPast: boolean; isReady: boolean; restarts: number | null };
/** `toldAt` is an absolute time; the reader makes ages of it. */
export type TimedStatement = { statement: Statement; toldAt: number | null };

const nodesMax = 200_000;
const noFacts: StateFacts = { isPast: false, isReady: false, restarts: null };

/**
 * Every object that carries a reason or a message, wherever it stands in `document`. Looks at a bounded number of
 * nodes and does not recurse, so that depth and size cost nothing more.
 */
export function readObjects(document: unknown): TimedStatement[] {
  const found: TimedStatement[] = [];
  const open: Visit[] = isNode(document) ? [{ node: document, key: "", place: nowhere, facts: noFacts }] : [];
  for (let visited = 0; visited < nodesMax; visited += 1) {
    const visit = open.pop();
    if (visit === undefined) break;
    const place = placeIn(visit);
    const facts = factsIn(visit);
    const statement = readNode(visit.node, visit.key, place, facts);
    if (statement !== null) found.push(statement);
    // Pushed backwards, so that they are taken in the order in which they stand.
    for (const [key, value] of Object.entries(visit.node).reverse()) {
      if (key === "metadata" || key === "spec" || key === "involvedObject" || key === "regarding") continue;
      if (isNode(value)) open.push({ node: value, key: nameOf(key, visit.key), place, facts });
    }
  }
  return found;
}

/** Members of a list are what their list is called. */
function nameOf(key: string, parent: string): string {
  return /^\d+$/.test(key) || key === "items" ? parent : key;
}

function placeIn({ node, key, place }: Visit): Place {
  const metadata = isNode(node.metadata) ? node.metadata : null;
  const about = [node.involvedObject, node.regarding].find(isNode);
  if (about !== undefined) return placeOfEvent(about);
  const kind = textIn(node, "kind");
  if (metadata !== null && textIn(metadata, "name") !== null)
    return {
      ...nowhere,
      kind: kind?.toLowerCase() ?? (isNode(node.spec) ? "pod" : place.kind),
      name: textIn(metadata, "name"),
      namespace: textIn(metadata, "namespace"),
    };
  if (!/ontainerStatuses$/.test(key)) return place;
  return {
    ...place,
    container: textIn(node, "name") ?? place.container,
    image: textIn(node, "image") ?? place.image,
    isInit: key === "initContainerStatuses",
  };
}

function placeOfEvent(about: Node): Place {
  const part = /^spec\.(initContainers|containers)\{([^}]{1,253})\}/.exec(textIn(about, "fieldPath") ?? "");
  return {
    ...nowhere,
    kind: textIn(about, "kind")?.toLowerCase() ?? null,
    name: textIn(about, "name"),
    namespace: textIn(about, "namespace"),
    container: part?.[2] ?? null,
    isInit: part?.[1] === "initContainers",
  };
}

function factsIn({ node, key, facts }: Visit): StateFacts {
  if (key === "lastState") return { ...facts, isPast: true };
  if (key === "state") return { ...facts, isPast: false };
  if (!/ontainerStatuses$/.test(key)) return facts;
  return { ...facts, isReady: String(node.ready) === "true", restarts: numberIn(node, "restartCount") };
}

function readNode(node: Node, key: string, place: Place, facts: StateFacts): TimedStatement | null {
  const reason = textIn(node, "reason");
  const message = messageIn(node);
  if (key === "conditions" && node.type === "Ready" && String(node.status) === "True")
    return {
      toldAt: null,
      statement: makeStatement({ source: "state", message: "Ready", isReady: true }, place),
    };
  if (reason === null && message === "") return null;
  const type = textIn(node, "type");
  const isEvent = type === "Normal" || type === "Warning";
  const exitCode = numberIn(node, "exitCode");
  const series = isNode(node.series) ? node.series : {};
  const told = ["lastTimestamp", "lastObservedTime", "eventTime", "finishedAt", "lastTransitionTime"];
  const toldAt = told.map((name) => textIn(node, name) ?? textIn(series, name)).find((at) => at !== null);
  const words = exitCode === null ? message : `${message} (exit code ${exitCode})`.trim();
  return {
    toldAt: toldAt === undefined ? null : parseTime(toldAt),
    statement: makeStatement(
      {
        source: isEvent ? "event" : "state",
        type: isEvent ? type : null,
        reason,
        message: words,
        count: numberIn(node, "count") ?? numberIn(series, "count") ?? facts.restarts,
        isReady: facts.isReady,
        isPast: facts.isPast,
        line: lineOf(key, place, reason, words),
      },
      place,
    ),
  };
}

/** A line of a log in JSON says what was tried, and in a field of its own what became of it. */
function messageIn(node: Node): string {
  const message = textIn(node, "message") ?? textIn(node, "msg") ?? textIn(node, "note");
  const error = textIn(node, "level") === null ? null : (textIn(node, "error") ?? textIn(node, "err"));
  return [message, error].filter((text) => text !== null).join(": ");
}

/** "pod/checkout-7d9f container api: BackOff: Back-off restarting failed container". */
function lineOf(key: string, place: Place, reason: string | null, message: string): string {
  const object = place.name === null ? "" : `${place.kind ?? "object"}/${place.name}`;
  const container = place.container === null ? "" : `container ${place.container}`;
  const where = [object, container, key === "terminated" || key === "waiting" ? key : ""].filter(Boolean);
  const what = [reason, message].filter(Boolean).join(": ");
  return where.length === 0 ? what : `${where.join(" ")}: ${what}`;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null;
}

function textIn(node: Node, key: string): string | null {
  const value = Object.hasOwn(node, key) ? node[key] : undefined;
  return typeof value === "string" && value !== "" ? value : null;
}

function numberIn(node: Node, key: string): number | null {
  const value = Object.hasOwn(node, key) ? Number(node[key] ?? Number.NaN) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

function parseTime(text: string): number | null {
  const at = Date.parse(text);
  return Number.isFinite(at) ? at : null;
}
