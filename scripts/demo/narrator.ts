import type { Alert } from "./alerts.ts";
import type { DeployStory } from "./expectations.ts";

/** Tells what is new: each verdict and each alert once, however often it is shown. */
export type Narrator = { tellVerdicts(story: DeployStory): void; tellAlerts(alerts: Alert[]): void };

const indent = " ".repeat(10);
const alertLinesMax = 24;

/** A narrator whose seconds count from `beganAt`. */
export function createNarrator(say: (line: string) => void, beganAt = Date.now()): Narrator {
  const verdictsTold = new Map<DeployStory, number>();
  const alertsTold = new Set<string>();
  const clock = (at: number) => `${((at - beganAt) / 1_000).toFixed(1).padStart(6)} s`;
  return {
    tellVerdicts: (story) => {
      for (const verdict of story.verdicts.slice(verdictsTold.get(story) ?? 0)) {
        const state = verdict.stuckKind ? `${verdict.state} (${verdict.stuckKind})` : verdict.state;
        const [cause] = verdict.causes;
        say(`${clock(Date.parse(verdict.at))}  ${story.service} ${story.version}  ${state}`);
        say(`${indent}${verdict.sentence}`);
        if (cause) say(`${indent}cause: ${cause.title}`);
        for (const command of cause?.next.slice(0, 2) ?? []) say(`${indent}next:  ${command}`);
      }
      verdictsTold.set(story, story.verdicts.length);
    },
    tellAlerts: (alerts) => {
      for (const alert of alerts) {
        const key = `${alert.via} ${alert.at} ${alert.headline}`;
        if (alertsTold.has(key)) continue;
        alertsTold.add(key);
        say(`${clock(alert.at)}  received by ${alert.via}: ${alert.headline}`);
        const lines = alert.text.split("\n").filter((line) => line.trim() !== "");
        for (const line of lines.slice(0, alertLinesMax)) say(`${indent}| ${line}`);
      }
    },
  };
}
