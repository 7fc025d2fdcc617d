import type { Cause } from "@rollcall/domain/glossary";
import { formatShare } from "@/format/share.ts";
import { CodeBlock } from "../ui/code-block.tsx";

/** Ranked explanations, each with what it was read from and what to type next. Text in it comes from outside. */
export function CauseList({ causes }: { causes: Cause[] }) {
  return (
    <ol className="divide-y divide-line">
      {causes.map((cause) => (
        <li key={`${cause.code} ${cause.title}`} className="grid gap-2 px-3 py-3">
          <div className="flex flex-wrap items-baseline gap-x-3">
            <h3 className="font-medium">{cause.title}</h3>
            <span className="figures text-quiet text-sm">
              {formatShare(cause.confidence, 1)} sure · {cause.code}
            </span>
          </div>
          {cause.evidence.length > 0 && (
            <ul className="figures grid gap-0.5 border-line border-l-2 pl-3 text-sm">
              {cause.evidence.map((line) => (
                <li key={line} className="break-words">
                  {line}
                </li>
              ))}
            </ul>
          )}
          {cause.next.map((command) => (
            <CodeBlock key={command} code={command} label="Command" isOneLine />
          ))}
        </li>
      ))}
    </ol>
  );
}
