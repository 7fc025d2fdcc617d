import { deployState } from "@rollcall/domain/glossary";
import type { EnvironmentRow } from "@rollcall/services/views";
import { DeployGlyph, HealthGlyph } from "../state/state-glyph.tsx";
import { toneText } from "../state/state-label.tsx";
import { deployStateWords } from "../state/state-words.ts";
import { cn } from "../ui/cn.ts";
import { Tooltip } from "../ui/tooltip.tsx";

const healthLooks = {
  up: { glyph: "up", color: "text-expected", word: "up" },
  failing: { glyph: "down", color: "text-error", word: "failing" },
  no_data: { glyph: "no_data", color: "text-quiet", word: "no data" },
} as const;

/** One glyph a region, named on hover: its part of the rollout, or its health when nothing rolls. */
export function RegionGlyphs({ regions }: { regions: EnvironmentRow["regions"] }) {
  if (regions.length === 0) return <span className="text-quiet">–</span>;
  return (
    <ul className="flex gap-1.5">
      {regions.map(({ region, state }) => {
        const { glyph, color, word } = lookOf(state);
        return (
          <Tooltip key={region} text={`${region}: ${word}`}>
            <li className={cn("flex", color)}>
              {glyph}
              <span className="sr-only">
                {region}: {word}
              </span>
            </li>
          </Tooltip>
        );
      })}
    </ul>
  );
}

function lookOf(state: string) {
  const deploy = deployState.safeParse(state);
  if (deploy.success) {
    const { word, tone } = deployStateWords[deploy.data];
    return {
      glyph: <DeployGlyph state={deploy.data} share={0.5} size={13} />,
      color: toneText[tone],
      word: word.toLowerCase(),
    };
  }
  const health = healthLooks[state as keyof typeof healthLooks] ?? healthLooks.no_data;
  return { ...health, glyph: <HealthGlyph state={health.glyph} size={13} /> };
}
