import { formatDuration } from "@rollcall/domain/words";
import type { Message } from "./compose-message.ts";

/** "2026-11-22 09:31:07 UTC". */
export function formatUtc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** UTC, and the time in the reader's zone beside it; a zone nobody knows is left out. */
export function formatInstant(at: number, timeZone?: string): string {
  const local = timeZone === undefined ? null : formatLocal(at, timeZone);
  return `${formatUtc(at)}${local === null ? "" : ` (${local})`}`;
}

/**
 * Since when a problem lasts, or how long it lasted, as a fact with its label; `null` where nothing began. `show`
 * writes an instant in the medium's way.
 */
export function timeFact(
  { since, at, tone }: Pick<Message, "since" | "at" | "tone">,
  show: (at: number) => string,
): [label: string, value: string] | null {
  if (since === null) return null;
  const duration = formatDuration(Math.max(at - since, 0));
  if (tone === "problem" || tone === "note") return ["Since", `${show(since)}, for ${duration}`];
  return [tone === "recovery" ? "Lasted" : "Took", `${duration}, from ${show(since)}`];
}

function formatLocal(at: number, timeZone: string): string | null {
  try {
    const time = new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "medium", timeStyle: "medium" });
    return `${time.format(at)} ${timeZone}`;
  } catch {
    return null;
  }
}
