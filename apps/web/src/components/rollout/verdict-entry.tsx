import { labelNumbers } from "@rollcall/domain/why";
import type { VerdictWire } from "@rollcall/domain/wire";
import { setSentence } from "@/format/sentence.ts";
import { DeployStateLabel } from "../state/state-label.tsx";
import { Button } from "../ui/button.tsx";
import { Time } from "../ui/time.tsx";

/** One verdict: when, what it said, by which rule and numbers, who was told or why nobody was, and its samples. */
export function VerdictEntry({
  verdict,
  isOpen = false,
  onAnswers,
}: {
  verdict: VerdictWire;
  isOpen?: boolean;
  /** Shows the answers that the verdict was made of. */
  onAnswers: (from: string, to: string) => void;
}) {
  const { share, why } = verdict;
  const from = new Date(Date.parse(verdict.at) - share.windowSeconds * 1000).toISOString();
  return (
    <li className="grid gap-x-4 gap-y-1 px-3 py-2.5 md:grid-cols-[5.5rem_8.5rem_1fr]">
      <span className="figures text-quiet text-sm">
        <Time at={verdict.at} show="clock" />
      </span>
      <DeployStateLabel
        state={verdict.state}
        share={share.samples === 0 ? 0 : share.expected / share.samples}
        className="self-start justify-self-start"
      />
      <div className="min-w-0">
        <p className="[overflow-wrap:anywhere]">{setSentence(verdict.sentence)}</p>
        <p className="text-quiet text-sm">{verdict.told}</p>
        <details open={isOpen} className="mt-0.5 text-sm">
          <summary className="w-fit cursor-pointer">Why: {setSentence(why.rule)}</summary>
          <div className="mt-1 grid gap-1.5 border-line border-l-2 pl-3">
            {why.numbers.length > 0 && (
              <ul>
                {why.numbers.map((line) => (
                  <li key={line}>{setSentence(line)}</li>
                ))}
              </ul>
            )}
            <details>
              <summary className="w-fit cursor-pointer text-quiet">
                All numbers of <code>{verdict.rule}</code>
              </summary>
              <dl className="mt-1 grid w-fit grid-cols-[auto_auto] gap-x-4">
                {labelNumbers(verdict.numbers).map(({ key, name, text }) => (
                  <div key={key} className="contents">
                    <dt className="text-quiet">{name}</dt>
                    <dd className="figures break-words text-right">{setSentence(text)}</dd>
                  </div>
                ))}
              </dl>
            </details>
            {share.samples > 0 && (
              <Button
                size="sm"
                className="w-fit"
                // The window ends with the verdict's own instant, and `to` is exclusive.
                onClick={() => onAnswers(from, new Date(Date.parse(verdict.at) + 1).toISOString())}
              >
                The answers behind it
              </Button>
            )}
          </div>
        </details>
      </div>
    </li>
  );
}
