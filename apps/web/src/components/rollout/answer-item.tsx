import type { AnswerRow } from "@rollcall/services/views";
import { formatMs } from "@/format/duration.ts";
import { shortVersion } from "@/format/version.ts";
import { cn } from "../ui/cn.ts";
import { CodeBlock } from "../ui/code-block.tsx";
import { Time } from "../ui/time.tsx";
import { BucketMark } from "./bucket-shape.tsx";
import type { BucketNames } from "./buckets.ts";

const phases = [
  { key: "dnsMs", name: "DNS", opacity: 0.25 },
  { key: "connectMs", name: "connect", opacity: 0.4 },
  { key: "tlsMs", name: "TLS", opacity: 0.55 },
  { key: "firstByteMs", name: "first byte", opacity: 0.85 },
  { key: "transferMs", name: "transfer", opacity: 1 },
] as const;

/** How it was asked, where that is not as a user asks. */
const ways: Record<AnswerRow["variant"], string | null> = {
  plain: null,
  busted: "past the caches",
  origin: "at the origin",
  assets: "a file of the page",
};

/** One raw answer: what it said, from where, how long each phase took, and what a cache added. */
export function AnswerItem({ answer, names }: { answer: AnswerRow; names: BucketNames }) {
  const cache = Object.entries(answer.cache);
  const way = ways[answer.variant];
  return (
    <li className="grid gap-1 px-4 py-2">
      <div className="figures flex flex-wrap items-center gap-x-3 gap-y-0.5 text-sm">
        <BucketMark bucket={answer.bucket} />
        <span className="font-medium [overflow-wrap:anywhere]">
          {answer.version === null ? names[answer.bucket] : shortVersion(answer.version)}
        </span>
        {answer.status !== null && <span className={cn(!answer.ok && "text-error")}>{answer.status}</span>}
        <span className="text-quiet">{answer.region}</span>
        {answer.remoteAddress !== null && <span className="text-quiet">{answer.remoteAddress}</span>}
        <span className="min-w-0 max-w-full truncate font-sans text-quiet [word-spacing:normal]">
          {answer.monitorName}
        </span>
        {way !== null && <span className="font-sans text-quiet [word-spacing:normal]">{way}</span>}
        <span className="ml-auto text-quiet">
          <Time at={answer.at} show="clock" />
        </span>
      </div>
      <Phases answer={answer} />
      {!answer.ok && answer.failedAssertions.length === 0 && (
        <p className="break-words text-error text-sm">{answer.outcome}</p>
      )}
      {answer.failedAssertions.map((text) => (
        <p key={text} className="break-words text-error text-sm">
          {text}
        </p>
      ))}
      {cache.length > 0 && (
        <p className="figures break-all text-quiet text-xs">
          {cache.map(([name, value]) => `${name}: ${value}`).join(" · ")}
        </p>
      )}
      {answer.curl !== null && (
        <details className="text-xs">
          <summary className="w-fit cursor-pointer text-quiet">curl to reproduce</summary>
          <CodeBlock code={answer.curl} label="Curl command" isOneLine className="mt-1" />
        </details>
      )}
    </li>
  );
}

function Phases({ answer }: { answer: AnswerRow }) {
  const measured = phases.map((phase) => ({ ...phase, ms: answer.timings[phase.key] ?? 0 }));
  const sum = measured.reduce((total, { ms }) => total + ms, 0);
  const text = measured
    .filter(({ ms }) => ms > 0)
    .map(({ name, ms }) => `${name} ${formatMs(ms)}`)
    .join(", ");
  return (
    <div className="flex items-center gap-3 text-xs">
      <div aria-hidden="true" title={text} className="flex h-1.5 min-w-0 flex-1 bg-sunken">
        {measured.map(({ key, ms, opacity }) => (
          <span
            key={key}
            className="bg-unreadable"
            style={{ width: `${sum === 0 ? 0 : (100 * ms) / sum}%`, opacity }}
          />
        ))}
      </div>
      <span className="sr-only">{text}</span>
      <span className="figures w-16 text-right">{formatMs(answer.totalMs)}</span>
    </div>
  );
}
