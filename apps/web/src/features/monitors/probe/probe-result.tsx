import { HealthGlyph } from "@/components/state/state-glyph.tsx";
import { cn } from "@/components/ui/cn.ts";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { formatMs } from "@/format/duration.ts";
import { allowSettingIn } from "./allow-target.ts";
import { AllowTargetHint } from "./allow-target-hint.tsx";
import { PhasesBar } from "./phases-bar.tsx";
import { isGood, outcomeWords, type ProbedRegion, probeSentence, regionWords } from "./probe-words.ts";
import { ResponseView } from "./response-view.tsx";

/** What came back from every region: one sentence, then a row each that opens to the whole answer. */
export function ProbeResult({ regions }: { regions: ProbedRegion[] }) {
  const scaleMs = Math.max(1, ...regions.map(({ inspection }) => inspection?.totalMs ?? 0));
  const setting = allowSettingIn(regions.map(regionWords));
  return (
    <div className="grid min-w-0 grid-cols-1 gap-2">
      <p aria-live="polite">{probeSentence(regions)}</p>
      <ul className="@container divide-y divide-line rounded-md border border-line bg-surface">
        {regions.map((region) => (
          <li key={region.region}>
            <RegionRow row={region} scaleMs={scaleMs} />
          </li>
        ))}
      </ul>
      {setting !== null && <AllowTargetHint setting={setting} />}
    </div>
  );
}

function RegionRow({ row, scaleMs }: { row: ProbedRegion; scaleMs: number }) {
  const { inspection } = row;
  if (inspection === null)
    return (
      <div className="flex min-h-10 items-center px-3 py-1.5 pl-8.5">
        <RowHead row={row} scaleMs={scaleMs} />
      </div>
    );
  return (
    <Disclosure
      summary={<RowHead row={row} scaleMs={scaleMs} />}
      className="[&>summary]:min-h-10 [&>summary]:px-3 [&>summary]:py-1.5"
    >
      <ResponseView inspection={inspection} />
    </Disclosure>
  );
}

function RowHead({ row, scaleMs }: { row: ProbedRegion; scaleMs: number }) {
  const { region, inspection, state } = row;
  const isWell = inspection !== null && isGood(inspection);
  const glyph = inspection === null ? (state === "silent" ? "no_data" : "unknown") : isWell ? "up" : "down";
  const tone =
    inspection === null
      ? state === "silent"
        ? "text-previous"
        : "text-quiet"
      : isWell
        ? "text-expected"
        : "text-error";
  return (
    <span className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 @xl:grid-cols-[8rem_minmax(0,1fr)_minmax(0,1fr)_4.5rem]">
      <span className="truncate font-medium">{region}</span>
      <span className={cn("col-span-2 flex min-w-0 items-center gap-1.5 @xl:col-span-1", tone)}>
        <HealthGlyph state={glyph} />
        <span className="min-w-0 break-words">{outcomeWords(row)}</span>
      </span>
      <span className="col-span-2 @xl:col-span-1">
        {inspection !== null && <PhasesBar timings={inspection.timings} scaleMs={scaleMs} />}
      </span>
      <span className="figures col-start-2 row-start-1 text-right text-sm @xl:col-start-4">
        {inspection === null ? "" : formatMs(inspection.totalMs)}
      </span>
      {row.why !== null && <span className="col-span-full text-quiet text-sm">{row.why}</span>}
      {inspection !== null && inspection.failedAssertions.length > 0 && (
        <span className="col-span-full text-error text-sm">{inspection.failedAssertions.join("; ")}</span>
      )}
    </span>
  );
}
