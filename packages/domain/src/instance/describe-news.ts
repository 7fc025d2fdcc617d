import type { Instant } from "../glossary.ts";
import { formatDuration, listNames } from "../words/index.ts";
import type { InstanceFault, InstanceFaultCode } from "./types.ts";
import type { WatchNews } from "./watch.ts";

/** What those who run the instance are told; each line is a paragraph. `type` is for programs that read it. */
export type OperatorMessage = {
  type: "instance.trouble" | "instance.recovered";
  subject: string;
  lines: string[];
};

const names: Record<InstanceFaultCode, string> = {
  scheduler_down: "no scheduler at work",
  judge_down: "no judge at work",
  notifier_down: "no notifier at work",
  preflight_down: "images not looked for",
  no_leader: "no scheduler leads",
  judge_behind: "verdicts late",
  prober_behind: "probes late",
  notices_waiting: "notices not taken",
  deliveries_late: "messages late",
  region_lost: "a region not probed from",
  mail_refused: "mail not taken",
  dead_letters: "messages given up",
  disk_low: "disk nearly full",
  queue_down: "queue away",
  database_down: "database away",
  operators_unreached: "operators not reached",
};

/** Words what is to be told of the instance: what is wrong and what to do, then what is over, then what goes on. */
export function describeNews(news: WatchNews, now: Instant): OperatorMessage {
  const { begun, again, ended, others } = news;
  const wrong = [...begun, ...again];
  const over = ended.map(({ code, since }) => `Over after ${formatDuration(now - since)}: ${names[code]}.`);
  const rest = others.length === 0 ? [] : [`Still: ${list(others)}.`];
  return {
    type: wrong.length > 0 ? "instance.trouble" : "instance.recovered",
    subject: `[rollcall] ${subject(news)}`,
    lines: [...wrong.map(({ what, advice }) => `${what} ${advice}`), ...over, ...rest],
  };
}

function subject({ begun, again, ended, others }: WatchNews): string {
  if (begun.length > 0) return `Trouble: ${list(codesOf(begun))}`;
  if (again.length > 0) return `Still: ${list(codesOf(again))}`;
  return `Over: ${list(codesOf(ended))}${others.length === 0 ? "" : `; still: ${list(others)}`}`;
}

function codesOf(faults: readonly Pick<InstanceFault, "code">[]): InstanceFaultCode[] {
  return faults.map(({ code }) => code);
}

function list(codes: readonly InstanceFaultCode[]): string {
  return listNames(codes.map((code) => names[code]));
}
