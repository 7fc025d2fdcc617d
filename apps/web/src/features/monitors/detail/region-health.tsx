import type { MonitorView } from "@rollcall/services/views";
import { BucketMark, type Mark } from "@/components/rollout/bucket-shape.tsx";
import { RollCallStrip } from "@/components/rollout/roll-call-strip.tsx";
import { HealthGlyph } from "@/components/state/state-glyph.tsx";
import { Card } from "@/components/ui/card.tsx";
import { cn } from "@/components/ui/cn.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Time } from "@/components/ui/time.tsx";
import { formatMs } from "@/format/duration.ts";
import { shortVersion } from "@/format/version.ts";
import { answerMarks, answerNames } from "../answer-marks.ts";

const stripMarks = 40;
const stateWords = {
  up: { word: "up", glyph: "up", tone: "text-expected" },
  failing: { word: "failing", glyph: "down", tone: "text-error" },
  no_data: { word: "no data", glyph: "no_data", tone: "text-quiet" },
} as const;

/** Region by region: how it is there, its answers of the last hour one by one, and what went wrong last. */
export function RegionHealth({ monitor }: { monitor: MonitorView }) {
  const marks = answerMarks(monitor);
  const regions = [
    ...new Set([...monitor.healthRegions.map((row) => row.region), ...marks.map((mark) => mark.region)]),
  ];
  return (
    <Card title="Region by region" bodyClassName="p-0">
      {regions.length === 0 ? (
        <EmptyState title="No answer yet">
          {monitor.enabled ? "It is probed at once; the first answers come within seconds." : "It is paused."}
        </EmptyState>
      ) : (
        <>
          <ul className="divide-y divide-line">
            {regions.sort().map((region) => (
              <RegionRow key={region} region={region} monitor={monitor} marks={marks} />
            ))}
          </ul>
          <Legend marks={marks} />
        </>
      )}
    </Card>
  );
}

/** What the shapes in the strips mean: only those that are there. */
function Legend({ marks }: { marks: ReturnType<typeof answerMarks> }) {
  const kinds = (Object.keys(answerNames) as Mark[]).filter((kind) =>
    marks.some(({ bucket }) => bucket === kind),
  );
  if (kinds.length === 0) return null;
  return (
    <ul
      aria-label="What the marks mean"
      className="flex flex-wrap gap-x-4 gap-y-1 border-line border-t px-3 py-2 text-quiet text-xs"
    >
      {kinds.map((kind) => (
        <li key={kind} className="flex items-center gap-1.5">
          <BucketMark bucket={kind} />
          {answerNames[kind]}
        </li>
      ))}
    </ul>
  );
}

function RegionRow({
  region,
  monitor,
  marks,
}: {
  region: string;
  monitor: MonitorView;
  marks: ReturnType<typeof answerMarks>;
}) {
  const health = monitor.healthRegions.find((row) => row.region === region);
  const last = monitor.recent.findLast((answer) => answer.region === region);
  const state = health === undefined ? null : stateWords[health.state];
  const lastAt = last?.at ?? health?.lastAt;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-3 py-2 md:grid-cols-[8rem_7rem_minmax(0,1fr)_5rem_8rem_6rem]">
      <span className="truncate font-medium">{region}</span>
      <span className={cn("flex items-center gap-1.5 max-md:justify-self-end", state?.tone ?? "text-quiet")}>
        <HealthGlyph state={state?.glyph ?? "unknown"} />
        {state?.word ?? "not known yet"}
      </span>
      <span className="min-w-0 max-md:col-span-2">
        <RollCallStrip
          marks={marks.filter((mark) => mark.region === region).slice(-stripMarks)}
          names={answerNames}
          label={region}
        />
      </span>
      <span className="figures text-sm md:text-right">{formatMs(last?.totalMs ?? null)}</span>
      <code className="truncate text-sm max-md:text-right">
        {last?.version == null ? "–" : shortVersion(last.version)}
      </code>
      <span className="text-quiet text-sm max-md:col-span-2 md:text-right">
        {lastAt == null ? "no answer" : <Time at={lastAt} />}
      </span>
      {health?.state === "failing" && health.lastFailure !== null && (
        <p className="col-span-full text-error text-sm">{health.lastFailure}</p>
      )}
    </li>
  );
}
