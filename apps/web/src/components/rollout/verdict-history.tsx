"use client";

import type { VerdictWire } from "@rollcall/domain/wire";
import { useState } from "react";
import { DeployStateLabel } from "../state/state-label.tsx";
import { Button } from "../ui/button.tsx";
import { Time } from "../ui/time.tsx";

const shortList = 5;

/** Every change of the verdict, newest first: what it said, the rule and its numbers, who was told or why nobody was. */
export function VerdictHistory({ verdicts }: { verdicts: VerdictWire[] }) {
  const [isWhole, setIsWhole] = useState(false);
  const newestFirst = [...verdicts].sort((a, b) => b.seq - a.seq);
  const shown = isWhole ? newestFirst : newestFirst.slice(0, shortList);
  return (
    <>
      <ol className="divide-y divide-line">
        {shown.map((verdict) => (
          <li key={verdict.seq} className="grid gap-x-4 gap-y-1 px-3 py-2.5 md:grid-cols-[5.5rem_8.5rem_1fr]">
            <span className="figures text-quiet text-sm">
              <Time at={verdict.at} show="clock" />
            </span>
            <DeployStateLabel
              state={verdict.state}
              share={verdict.share.samples === 0 ? 0 : verdict.share.expected / verdict.share.samples}
              className="self-start justify-self-start"
            />
            <div className="min-w-0">
              <p>{verdict.sentence}</p>
              <p className="text-quiet text-sm">{verdict.told}</p>
              <details className="mt-0.5 text-sm">
                <summary className="w-fit cursor-pointer text-quiet">
                  Rule <code>{verdict.rule}</code>
                </summary>
                <dl className="figures mt-1 grid grid-cols-[auto_1fr] gap-x-4">
                  {Object.entries(verdict.numbers).map(([name, value]) => (
                    <div key={name} className="contents">
                      <dt className="text-quiet">{name}</dt>
                      <dd className="break-words">{value ?? "–"}</dd>
                    </div>
                  ))}
                </dl>
              </details>
            </div>
          </li>
        ))}
      </ol>
      {newestFirst.length > shortList && (
        <Button size="sm" variant="ghost" className="m-2" onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? "Show the newest only" : `Show all ${newestFirst.length} changes`}
        </Button>
      )}
    </>
  );
}
