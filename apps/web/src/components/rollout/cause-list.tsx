import type { Cause } from "@rollcall/domain/glossary";
import Link from "next/link";
import { setSentence } from "@/format/sentence.ts";
import { formatShare } from "@/format/share.ts";
import { CodeBlock } from "../ui/code-block.tsx";

/** Ranked explanations, each with what it was read from and what to type next. Text in it comes from outside. */
export function CauseList({ causes }: { causes: Cause[] }) {
  return (
    <ol className="divide-y divide-line">
      {causes.map((cause) => (
        <li key={`${cause.code} ${cause.title}`} className="grid gap-2 px-3 py-3">
          <div className="flex flex-wrap items-baseline gap-x-3">
            <h3 className="font-medium [overflow-wrap:anywhere]">{setSentence(cause.title)}</h3>
            <span className="figures text-quiet text-sm">
              {formatShare(cause.confidence, 1)} sure ·{" "}
              <Link href={`/docs/causes/${cause.code}`} className="underline underline-offset-2">
                {cause.code}
              </Link>
            </span>
          </div>
          {cause.explanation !== undefined && <p className="max-w-prose text-quiet">{cause.explanation}</p>}
          {cause.evidence.length > 0 && (
            <ul className="figures grid gap-0.5 border-line border-l-2 pl-3 text-sm">
              {cause.evidence.map((line) => (
                <li key={line} className="[overflow-wrap:anywhere]">
                  {setSentence(line)}
                </li>
              ))}
            </ul>
          )}
          {cause.fix !== undefined && <p className="max-w-prose">{cause.fix}</p>}
          <NextSteps steps={cause.next} />
        </li>
      ))}
    </ol>
  );
}

const shown = 2;

/** What to do next, the likeliest in sight: commands to copy, and advice in words. */
function NextSteps({ steps }: { steps: string[] }) {
  const more = steps.slice(shown);
  return (
    <>
      {steps.slice(0, shown).map((step) => (
        <NextStep key={step} step={step} />
      ))}
      {more.length > 0 && (
        <details>
          <summary className="w-fit cursor-pointer text-quiet text-sm">{more.length} more</summary>
          <div className="mt-2 grid gap-2">
            {more.map((step) => (
              <NextStep key={step} step={step} />
            ))}
          </div>
        </details>
      )}
    </>
  );
}

/** Commands start with the name of a program, advice with a capital letter. */
function NextStep({ step }: { step: string }) {
  return /^[A-Z]/.test(step) ? <p>{step}</p> : <CodeBlock code={step} label="Command" isOneLine />;
}
