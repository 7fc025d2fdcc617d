import { InvalidArgumentError } from "commander";
import { parseDuration } from "./parse-duration.ts";

/** `10m` as milliseconds. */
export function durationOption(text: string): number {
  const durationMs = parseDuration(text);
  if (durationMs === null || durationMs <= 0)
    throw new InvalidArgumentError("Write it like 90s, 10m or 1h30m.");
  return durationMs;
}

/** A share as `0.2` or `20%`. */
export function shareOption(text: string): number {
  const share = text.endsWith("%") ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (!(share > 0 && share <= 1)) throw new InvalidArgumentError("Write it like 0.2 or 20%.");
  return share;
}

/** Collects an option that may be repeated. */
export function repeatedOption(text: string, before: string[] = []): string[] {
  return [...before, text];
}

/** Collects `key=value` pairs. */
export function pairOption(text: string, before: Record<string, string> = {}): Record<string, string> {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined) throw new InvalidArgumentError("Write it like key=value.");
  return { ...before, [key]: value };
}
