/** One line of a table: events as `describe` and `get events` print them, pods, deployments, nodes. */
import { parseAge } from "./parse-age.ts";
import { makeStatement, type Place, type Statement } from "./statement.ts";

const reasonShape = /^[A-Z][A-Za-z]{2,60}$/;
const objectShape =
  /\b(pod|deployment|replicaset|statefulset|daemonset|job|cronjob|node|persistentvolumeclaim|horizontalpodautoscaler)s?(?:\.[a-z.]{1,40})?\/([a-z0-9][a-z0-9.-]{0,252})/i;

/** The row's statement, or `null` when the line is no row that we know. */
export function readRow(line: string, place: Place): Statement | null {
  const words = line.trim().split(/\s+/, 24);
  return (
    readEventRow(line, words, place) ??
    readPodRow(line, words, place) ??
    readDeploymentRow(line, words) ??
    readNodeRow(line, words)
  );
}

/** The type stands first in `describe`, after age, namespace or the old columns in `get events`. */
function readEventRow(line: string, words: string[], place: Place): Statement | null {
  const at = words.slice(0, 8).findIndex((word) => word === "Normal" || word === "Warning");
  const type = words[at];
  const reason = words[at + 1];
  if (at < 0 || reason === undefined || !reasonShape.test(reason)) return null;
  const afterType = line.slice(line.indexOf(`${type}`) + `${type}`.length);
  const rest = afterType.slice(afterType.indexOf(reason) + reason.length).trim();
  const age = words
    .slice(0, at)
    .concat(words[at + 2] ?? "")
    .map(parseAge)
    .find((ms) => ms !== null);
  const repeated = /\(x(\d{1,9}) over [^)\s]{1,20}\)/.exec(line);
  const object = objectShape.exec(line);
  const part = /spec\.(initContainers|containers)\{([^}\s]{1,253})\}/.exec(rest);
  return makeStatement(
    {
      source: "event",
      type: type === "Normal" ? "Normal" : "Warning",
      reason,
      message: messageColumn(rest),
      count: repeated?.[1] === undefined ? null : Number(repeated[1]),
      ageMs: age ?? null,
      line,
      ...(object !== null && { kind: object[1]?.toLowerCase() ?? null, name: object[2] ?? null }),
      ...(part !== null && { container: part[2] ?? null, isInit: part[1] === "initContainers" }),
    },
    place,
  );
}

/** Columns before the message are an age, an object, a source: few words each. */
function messageColumn(rest: string): string {
  const columns = rest.split(/\s{2,50}/);
  while (columns.length > 1 && /^(?:<unknown>|\S{1,300}(?:, ?\S{1,253})?)$/.test(columns[0] ?? "")) {
    columns.shift();
  }
  const [first = ""] = columns;
  if (columns.length > 1 && /^\S{1,20} \(x\S{1,10} over \S{1,20}\)$/.test(first))
    return messageColumn(columns.slice(1).join("  "));
  return columns.join("  ").replace(/^\S{1,20} \(x\S{1,10} over \S{1,20}\) /, "");
}

function readPodRow(line: string, words: string[], place: Place): Statement | null {
  const at = words.slice(0, 3).findIndex((word) => /^\d{1,3}\/\d{1,3}$/.test(word));
  const status = words[at + 1];
  const name = words[at - 1];
  if (at < 1 || name === undefined || status === undefined) return null;
  if (!/^[A-Z][A-Za-z]{2,40}(?::[A-Za-z0-9/:]{1,40})?$/.test(status)) return null;
  const [ready, wanted] = (words[at] ?? "").split("/");
  const restarts = words[at + 2];
  const isTable = restarts === undefined || /^\d{1,6}$/.test(restarts);
  const rest = words.slice(at + 3).filter((word) => !word.startsWith("(") && !word.endsWith(")"));
  return makeStatement(
    {
      source: "row",
      kind: "pod",
      name: name.replace(/^pods?\//, ""),
      namespace: at === 2 ? (words[0] ?? null) : place.namespace,
      reason: status,
      message: isTable ? "" : line.slice(line.indexOf(status) + status.length),
      count: restarts === undefined ? null : Number(restarts),
      lifeMs: rest.map(parseAge).find((ms) => ms !== null) ?? null,
      isReady: ready === wanted && wanted !== "0",
      isInit: status.startsWith("Init:"),
      line,
    },
    { ...place, container: null, image: null },
  );
}

/** READY, UP-TO-DATE, AVAILABLE, AGE. */
function readDeploymentRow(line: string, words: string[]): Statement | null {
  const at = words.slice(0, 3).findIndex((word) => /^\d{1,4}\/\d{1,4}$/.test(word));
  const name = words[at - 1];
  const [upToDate = "", available = "", age = ""] = words.slice(at + 1);
  if (at < 1 || name === undefined || !/^\d{1,4}$/.test(upToDate) || !/^\d{1,4}$/.test(available))
    return null;
  const [, wanted = "0"] = (words[at] ?? "").split("/");
  return makeStatement({
    source: "row",
    kind: "deployment",
    name: name.slice(name.indexOf("/") + 1),
    namespace: at === 2 ? (words[0] ?? null) : null,
    reason: wanted !== "0" && available === "0" ? "NoneAvailable" : null,
    message: "",
    lifeMs: parseAge(age),
    isReady: available === wanted && upToDate === wanted && wanted !== "0",
    line,
  });
}

function readNodeRow(line: string, words: string[]): Statement | null {
  const [name, status = "", ...rest] = words;
  const hasVersion = rest.slice(0, 3).some((word) => /^v\d/.test(word));
  if (!/^(?:Not)?Ready(?:,SchedulingDisabled)?$/.test(status) || !hasVersion) return null;
  return makeStatement({
    source: "row",
    kind: "node",
    name: name ?? null,
    reason: status.startsWith("Not") ? "NodeNotReady" : "NodeReady",
    message: "",
    isReady: !status.startsWith("Not"),
    line,
  });
}
