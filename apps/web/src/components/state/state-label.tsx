import type { DeployState, HealthState, Severity } from "@rollcall/domain/glossary";
import { cn } from "../ui/cn.ts";
import { Tooltip } from "../ui/tooltip.tsx";
import { DeployGlyph, HealthGlyph } from "./state-glyph.tsx";
import { deployStateWords, healthWords, type StateTone } from "./state-words.ts";

export const toneText: Record<StateTone, string> = {
  progress: "text-expected",
  good: "text-expected",
  warning: "text-previous",
  critical: "text-error",
  ended: "text-quiet",
  quiet: "text-quiet",
};

/** The state of a deploy in a row: glyph and word, its meaning on hover. */
export function DeployStateLabel({
  state,
  share,
  className,
}: {
  state: DeployState;
  share?: number;
  className?: string;
}) {
  const { word, tone, meaning } = deployStateWords[state];
  return (
    <Tooltip text={meaning}>
      <span
        className={cn(
          "inline-flex items-center gap-1.5 whitespace-nowrap align-top",
          toneText[tone],
          className,
        )}
      >
        <DeployGlyph state={state} share={share} />
        {word}
      </span>
    </Tooltip>
  );
}

/** The health of a monitor or an environment: glyph and word, its meaning on hover. */
export function HealthLabel({ health, className }: { health: HealthState; className?: string }) {
  const { word, tone, meaning } = healthWords[health];
  return (
    <Tooltip text={meaning}>
      <span
        className={cn(
          "inline-flex items-center gap-1.5 whitespace-nowrap align-top",
          toneText[tone],
          className,
        )}
      >
        <HealthGlyph state={health} />
        {word}
      </span>
    </Tooltip>
  );
}

/** How much it hurts: a filled notch for critical, an outlined triangle for a warning. */
export function SeverityLabel({ severity, className }: { severity: Severity; className?: string }) {
  const isCritical = severity === "critical";
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1.5 whitespace-nowrap align-top",
        isCritical ? "text-error" : "text-previous",
        className,
      )}
    >
      <HealthGlyph state={isCritical ? "down" : "advisory"} />
      {isCritical ? "Critical" : "Warning"}
    </span>
  );
}
