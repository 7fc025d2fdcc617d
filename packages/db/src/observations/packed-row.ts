/** An observation as a row of `facts.packed_observation`, and back. */
import type { ProbeVariant } from "@rollcall/domain/monitor-spec";
import { isOk, type Observation, type PageAssets } from "@rollcall/domain/observation";
import { fromMicros, monitorIdOf } from "./observation-key.ts";
import { outcomeFromColumns, outcomeToColumns, readerFromText, readerToText } from "./outcome-codec.ts";
import { fromTimeCode, toTimeCode } from "./time-code.ts";

/** The columns that say what a probe found, with the type of each; those that place it among others come beside. */
export const packedColumns = {
  config_version: "integer",
  outcome: "smallint",
  start_delay: "smallint",
  total: "smallint",
  dns: "smallint",
  connect: "smallint",
  tls: "smallint",
  first_byte: "smallint",
  transfer: "smallint",
  tls_days_left: "smallint",
  rest: "text",
} as const;

export type PackedRow = { [name in keyof typeof packedColumns]: name extends "rest" ? string : number };

/** As a query gives it, with its series and text beside. */
export type StoredRow = PackedRow & {
  monitor_id: string;
  region: string;
  micros: number;
  /** What `saidBy` made; `null` when it stands in `rest`. */
  said: string | null;
};

/** `outcome` of an answer is this and its status, negative when an assertion failed; below it are numbers of kinds. */
export const answeredFrom = 1000;
const statusMax = 9_999;

type Said = [
  version: string | null,
  versionFrom: string | null,
  instance: string | null,
  remoteAddress: string | null,
  outcomeDetail: string | null,
];

/** What is seldom there. */
type Rest = {
  variant?: ProbeVariant;
  cache?: Record<string, string>;
  failed?: string[];
  assets?: PageAssets;
  said?: string;
};

/** What answers of a monitor in a region say again and again, as one text. */
export function saidBy({ version, instance, remoteAddress, outcome }: Observation): string {
  const { outcomeDetail } = outcomeToColumns(outcome);
  const versionFrom = version ? readerToText(version.reader) : null;
  return toJson([version?.value ?? null, versionFrom, instance, remoteAddress, outcomeDetail] satisfies Said);
}

/** `saidInline` is what `saidBy` made, where it is kept nowhere else. */
export function toPackedRow(observation: Observation, saidInline: string | null): PackedRow {
  const { timings, startedAt, scheduledAt } = observation;
  return {
    config_version: observation.configVersion,
    outcome: toOutcomeCode(observation),
    start_delay: toTimeCode(startedAt - scheduledAt),
    total: toTimeCode(Math.max(0, observation.totalMs)),
    dns: toTimeCode(timings.dnsMs),
    connect: toTimeCode(timings.connectMs),
    tls: toTimeCode(timings.tlsMs),
    first_byte: toTimeCode(timings.firstByteMs),
    transfer: toTimeCode(timings.transferMs),
    tls_days_left: toDays(observation.tlsDaysLeft),
    rest: restOf(observation, saidInline),
  };
}

function toOutcomeCode(observation: Observation): number {
  const { outcome, status } = outcomeToColumns(observation.outcome);
  if (status === null) return outcome;
  const code = answeredFrom + Math.max(0, Math.min(statusMax, status));
  return isOk(observation) ? code : -code;
}

const noDays = -32_768;

function toDays(days: number | null): number {
  return days === null ? noDays : Math.max(noDays + 1, Math.min(-noDays - 1, Math.round(days)));
}

function restOf({ variant, cache, failedAssertions, assets }: Observation, said: string | null): string {
  const rest: Rest = {};
  if (variant !== "plain") rest.variant = variant;
  if (Object.keys(cache).length > 0) rest.cache = cache;
  if (failedAssertions.length > 0) rest.failed = failedAssertions;
  if (assets !== undefined) rest.assets = assets;
  if (said !== null) rest.said = said;
  return Object.keys(rest).length > 0 ? toJson(rest) : "";
}

const nul = "\\u0000";

// PostgreSQL's JSON cannot hold it, a target may send it, and readers may put what they read into JSON again.
function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes(nul)) return text;
  return JSON.stringify(value, (_, part) => (typeof part === "string" ? part.replaceAll("\0", "") : part));
}

/** The observation of a row; its owner is not in the row, because it is the monitor's. */
export function fromPackedRow(row: StoredRow, owner: Owner): Observation {
  return readAlike(row, owner)(row);
}

/** Who a monitor belongs to. */
export type Owner = { workspaceId: string; environmentId: string };

/** The columns that differ from answer to answer, also where everything is as it was. */
export type OwnPart = Pick<
  StoredRow,
  "micros" | "start_delay" | "total" | "dns" | "connect" | "tls" | "first_byte" | "transfer"
>;

/** Reads what rows have in common of which only the own columns differ, and gives back how one of them is read. */
export function readAlike(
  alike: Omit<StoredRow, keyof OwnPart>,
  owner: Owner,
): (own: OwnPart) => Observation {
  const rest: Rest = alike.rest === "" ? {} : JSON.parse(alike.rest);
  const said: Said = JSON.parse(alike.said ?? rest.said ?? "[null,null,null,null,null]");
  const [version, versionFrom, instance, remoteAddress, outcomeDetail] = said;
  const isAnswered = Math.abs(alike.outcome) >= answeredFrom;
  const common = {
    ...owner,
    ...{ monitorId: monitorIdOf(alike.monitor_id), region: alike.region },
    variant: rest.variant ?? "plain",
    configVersion: alike.config_version,
    remoteAddress,
    outcome: outcomeFromColumns({
      outcome: isAnswered ? 0 : alike.outcome,
      status: isAnswered ? Math.abs(alike.outcome) - answeredFrom : null,
      outcomeDetail,
    }),
    version: version === null ? null : { value: version, reader: readerFromText(versionFrom ?? "text") },
    instance,
    cache: rest.cache ?? {},
    failedAssertions: rest.failed ?? [],
    tlsDaysLeft: alike.tls_days_left === noDays ? null : alike.tls_days_left,
    ...(rest.assets !== undefined && { assets: rest.assets }),
  };
  return (own) => ({ ...common, ...fromOwnPart(own) });
}

function fromOwnPart(own: OwnPart) {
  const { scheduledAt, seq } = fromMicros(own.micros);
  const startedAt = scheduledAt + Math.round(fromTimeCode(own.start_delay) ?? 0);
  const totalMs = fromTimeCode(own.total) ?? 0;
  return {
    ...{ scheduledAt, seq, startedAt, totalMs },
    finishedAt: startedAt + Math.round(totalMs),
    timings: {
      dnsMs: fromTimeCode(own.dns),
      connectMs: fromTimeCode(own.connect),
      tlsMs: fromTimeCode(own.tls),
      firstByteMs: fromTimeCode(own.first_byte),
      transferMs: fromTimeCode(own.transfer),
    },
  };
}
