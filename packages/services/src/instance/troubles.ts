import { createHash } from "node:crypto";
import {
  advanceWatch,
  describeNews,
  type InstanceFault,
  type OperatorMessage,
  planNews,
  quietWatch,
  recordNews,
  storedWatch,
  type Watch,
  type WatchNews,
} from "@rollcall/domain/instance";
import type { Logger } from "@rollcall/runtime";
import type { AttemptResult } from "../delivery/settle-delivery.ts";

/** A way to those who run the instance. `id` is the same on every attempt at one message; never throws for what a receiver does. */
export type OperatorMedium = {
  name: string;
  tell(message: OperatorMessage, id: string): Promise<AttemptResult>;
};

/** A record of troubles that is told on every medium as it grows. */
export type Troubles = {
  /** Goes on from what was stored. */
  load(watch: Watch): void;
  /** Takes in what is wrong now, keeps it, and begins to tell what is new. */
  advance(faults: readonly InstanceFault[]): Promise<void>;
  /** Waits for messages on their way. */
  settle(): Promise<void>;
};

type TroublesDeps = { media: readonly OperatorMedium[]; now: () => Date; baseUrl: string; log: Logger };
type Keep = (watch: Watch, unreachedSince: Date | null) => Promise<void>;

const tryAgainMs = 30_000;

/** Begins without any trouble. `keep` is called with what has to outlive this program, whenever that has changed. */
export function createTroubles({ media, now, baseUrl, log }: TroublesDeps, keep: Keep): Troubles {
  let watch: Watch = quietWatch;
  let faults: readonly InstanceFault[] = [];
  let kept = "";
  let keeping: Promise<void> = Promise.resolve();
  const onTheirWay = new Map<string, Promise<void>>();
  /** Since when a medium has taken nothing, and when it was tried last. */
  const failing = new Map<string, { sinceMs: number; triedMs: number }>();

  function save(): Promise<void> {
    const write = async () => {
      const sinceMs = Math.max(...media.map(({ name }) => failing.get(name)?.sinceMs ?? Infinity));
      const unreachedSince = Number.isFinite(sinceMs) ? new Date(sinceMs) : null;
      const current = JSON.stringify([storedWatch(watch), unreachedSince]);
      if (current === kept) return;
      await keep(watch, unreachedSince);
      kept = current;
    };
    keeping = keeping.catch(() => {}).then(write);
    return keeping;
  }

  async function tell(medium: OperatorMedium, news: WatchNews): Promise<void> {
    const { name } = medium;
    const atMs = now().getTime();
    const message = describeNews(news, atMs);
    const addressed = { ...message, lines: [...message.lines, `${baseUrl}/regions`] };
    const result = await medium.tell(addressed, idOf(watch, name, news));
    if (result.kind === "sent") {
      failing.delete(name);
      watch = recordNews(watch, name, news, atMs);
      log.info({ medium: name, subject: message.subject }, "operators told");
    } else {
      failing.set(name, { sinceMs: failing.get(name)?.sinceMs ?? atMs, triedMs: now().getTime() });
      const { error, detail } = result;
      log.warn({ medium: name, subject: message.subject, error, detail }, "operators not told");
    }
    await save();
  }

  function tellDue(medium: OperatorMedium): void {
    const { name } = medium;
    if (onTheirWay.has(name)) return;
    const atMs = now().getTime();
    const news = planNews(watch, name, faults, atMs);
    if (news === null) return void failing.delete(name);
    const triedMs = failing.get(name)?.triedMs ?? -Infinity;
    if (atMs >= triedMs && atMs - triedMs < tryAgainMs) return;
    const telling = tell(medium, news)
      .catch((error) => log.error({ err: error, medium: name }, "operators may be told twice"))
      .finally(() => onTheirWay.delete(name));
    onTheirWay.set(name, telling);
  }

  return {
    load(stored) {
      watch = stored;
      kept = "";
    },
    async advance(next) {
      faults = next;
      watch = advanceWatch(watch, next, now().getTime());
      for (const medium of media) tellDue(medium);
      await save();
    },
    async settle() {
      await Promise.all(onTheirWay.values());
    },
  };
}

/** The same for as long as the same is to be told. */
function idOf({ faults, told }: Watch, medium: string, { begun, again, ended }: WatchNews): string {
  const parts = [
    ...begun.map(({ code }) => ["begun", code, faults.find((fault) => fault.code === code)?.begunAt]),
    ...again.map(({ code }) => ["again", code, told[medium]?.find((fault) => fault.code === code)?.at]),
    ...ended.map(({ code, at }) => ["ended", code, at]),
  ];
  return createHash("sha256")
    .update(JSON.stringify([medium, parts]))
    .digest("hex")
    .slice(0, 32);
}
