import type { KeepDays } from "@rollcall/runtime";
import { countOf } from "@/format/count.ts";

const kinds: { kind: keyof KeepDays; name: string; use: string }[] = [
  { kind: "observations", name: "Single answers", use: "what was answered when, behind a verdict" },
  { kind: "minutes", name: "By minute", use: "histories of a day" },
  { kind: "hours", name: "By hour", use: "histories of a week" },
  { kind: "days", name: "By day", use: "histories of a month and a quarter" },
];

/** For how long the instance keeps what was observed; `answerDays` is how far back the plan reads single answers. */
export function KeptDays({ days, answerDays }: { days: KeepDays; answerDays: number }) {
  const kept = { ...days, observations: Math.min(days.observations, answerDays) };
  return (
    <>
      <dl className="grid grid-cols-[auto_auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        {kinds.map(({ kind, name, use }) => (
          <div key={kind} className="contents">
            <dt className="text-quiet">{name}</dt>
            <dd className="figures text-right">{countOf(kept[kind], "day")}</dd>
            <dd className="text-quiet">{use}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-quiet text-sm">
        Whoever runs this instance sets it with <code>ROLLCALL_KEEP_DAYS</code>
        {kept.observations < days.observations && ", and the plan how far back single answers go"}.
      </p>
    </>
  );
}
