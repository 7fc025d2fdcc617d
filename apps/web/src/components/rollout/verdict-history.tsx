"use client";

import { useState } from "react";
import { countOf } from "@/format/count.ts";
import { Button } from "../ui/button.tsx";
import type { Verdicts } from "./use-verdicts.ts";
import { VerdictEntry } from "./verdict-entry.tsx";

const shortList = 5;

/** Every change of the verdict, newest first: what it said, the rule and its numbers, who was told or why nobody was. */
export function VerdictHistory({
  verdicts: { all, hasOlder, isLoading, loadOlder },
  onAnswers,
}: {
  verdicts: Verdicts;
  onAnswers: (from: string, to: string) => void;
}) {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? all : all.slice(0, shortList);
  return (
    <>
      <ol className="divide-y divide-line">
        {shown.map((verdict) => (
          <VerdictEntry key={verdict.seq} verdict={verdict} onAnswers={onAnswers} />
        ))}
      </ol>
      {all.length > shortList && (
        <Button size="sm" variant="ghost" className="m-2" onClick={() => setIsWhole(!isWhole)}>
          {isWhole
            ? "Show the newest only"
            : `Show ${hasOlder ? "more" : `all ${countOf(all.length, "change")}`}`}
        </Button>
      )}
      {isWhole && hasOlder && (
        <Button size="sm" variant="ghost" className="m-2" isBusy={isLoading} onClick={loadOlder}>
          Older changes
        </Button>
      )}
    </>
  );
}
