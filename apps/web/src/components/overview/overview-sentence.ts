import type { AttentionItem, OverviewView } from "@rollcall/services/views";
import { countOf } from "../../format/count.ts";
import { setSentence } from "../../format/sentence.ts";

/** The first line of the overview: what somebody who just woke up needs to hear. */
export function overviewSentence({ attention, running, rows }: OverviewView): string {
  if (rows.length === 0)
    return "No service is watched yet. Start with a URL your users open, and Rollcall finds the version it serves.";
  const rolling =
    running.length === 0 ? "" : ` ${countOf(running.length, "rollout is", "rollouts are")} running.`;
  const maintained = rows.filter(({ maintenance }) => maintenance !== null).length;
  const first = attention[0];
  if (first === undefined && maintained > 0)
    return `Nothing needs attention; ${countOf(maintained, "place is", "places are")} in maintenance.${rolling}`;
  if (first === undefined) return `All clear. Every service serves what you deployed.${rolling}`;
  const critical = attention.filter(({ severity }) => severity === "critical").length;
  const things = countOf(attention.length, "thing needs", "things need");
  const urgent = critical > 0 && critical < attention.length ? `, ${critical} of them critical` : "";
  return `${things} attention${urgent}: ${setSentence(nameTrouble(first))}.${rolling}`;
}

/** "▲2 · Rollcall": seen in a tab bar from across the room. */
export function overviewTitle({ attention }: OverviewView): string {
  return attention.length === 0 ? "Rollcall" : `▲${attention.length} · Rollcall`;
}

/** Titles of incidents say where already; others are told with their place. */
function nameTrouble({ kind, title, detail }: AttentionItem): string {
  return kind === "incident" || kind === "region" ? title : `${detail}, ${lowerFirst(title)}`;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.slice(0, 1).toLowerCase() + text.slice(1) : text;
}
