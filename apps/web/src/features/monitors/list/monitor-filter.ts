import type { HealthState } from "@rollcall/domain/glossary";
import type { MonitorView } from "@rollcall/services/views";
import { countOf } from "../../../format/count.ts";

export type MonitorFilter = {
  q: string;
  health: HealthState | null;
  environment: string | null;
  page: number;
};
export const pageRows = 50;

/** The monitors a filter leaves, and those of its page; a page beyond the last is the last. */
export function filterMonitors<
  View extends Pick<MonitorView, "name" | "url" | "service" | "environment" | "health">,
>(
  all: View[],
  { q, health, environment, page }: MonitorFilter,
): { found: number; rows: View[]; page: number; pages: number } {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = all.filter((monitor) => {
    const text = `${monitor.name} ${monitor.url} ${monitor.service} ${monitor.environment}`.toLowerCase();
    const isThere = environment === null || monitor.environment === environment;
    return (
      isThere && (health === null || monitor.health === health) && words.every((word) => text.includes(word))
    );
  });
  const pages = Math.max(1, Math.ceil(matching.length / pageRows));
  const shownPage = Math.min(Math.max(1, page), pages);
  return {
    found: matching.length,
    rows: matching.slice((shownPage - 1) * pageRows, shownPage * pageRows),
    page: shownPage,
    pages,
  };
}

const spoken: { health: HealthState; words: string }[] = [
  { health: "down", words: "down" },
  { health: "advisory", words: "with an advisory" },
  { health: "no_data", words: "without data" },
  { health: "up", words: "up" },
  { health: "unknown", words: "not known yet" },
  { health: "maintenance", words: "in maintenance" },
  { health: "paused", words: "paused" },
];

/** "12 monitors: 1 down, 11 up." The worst first. */
export function monitorsSentence(all: Pick<MonitorView, "health">[]): string {
  const parts = spoken
    .map(({ health, words }) => ({ count: all.filter((monitor) => monitor.health === health).length, words }))
    .filter(({ count }) => count > 0)
    .map(({ count, words }) => `${count} ${words}`);
  return `${countOf(all.length, "monitor")}: ${parts.join(", ")}.`;
}
