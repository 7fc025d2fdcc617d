import type { AttentionItem } from "@rollcall/services/views";
import Link from "next/link";
import { setSentence } from "@/format/sentence.ts";
import { HealthGlyph } from "../state/state-glyph.tsx";
import { cn } from "../ui/cn.ts";
import { Time } from "../ui/time.tsx";

const looks = {
  critical: { word: "Critical", glyph: "down", color: "text-error" },
  warning: { word: "Warning", glyph: "advisory", color: "text-previous" },
  advisory: { word: "Advisory", glyph: "advisory", color: "text-quiet" },
} as const;

/** What people should look at, most urgent first; quiet when there is nothing. */
export function AttentionList({ items }: { items: AttentionItem[] }) {
  if (items.length === 0)
    return (
      <p className="flex items-center gap-2 px-3 py-3">
        <span className="text-expected">
          <HealthGlyph state="up" />
        </span>
        All clear. Every service serves what you deployed.
      </p>
    );
  return (
    <ul className="divide-y divide-line">
      {items.map((item) => {
        const { word, glyph, color } = looks[item.severity ?? "advisory"];
        return (
          <li
            key={`${item.href} ${item.title}`}
            className="relative grid min-h-9 grid-cols-[1fr_auto] items-center gap-x-3 px-3 py-1.5 hover:bg-sunken/60 md:grid-cols-[5rem_1fr_auto]"
          >
            <span className={cn("flex items-center gap-1.5", color)}>
              <HealthGlyph state={glyph} />
              {word}
            </span>
            <span className="order-last col-span-2 min-w-0 [overflow-wrap:anywhere] md:order-none md:col-span-1">
              <Link href={item.href} className="font-medium after:absolute after:inset-0">
                {setSentence(item.title)}
              </Link>
              {item.kind !== "incident" && (
                <span className="ml-3 text-quiet">{setSentence(item.detail)}</span>
              )}
            </span>
            <span className="relative text-quiet text-sm">
              <Time at={item.since} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
