import { InvalidArgumentError } from "commander";
import { parseDuration } from "./parse-duration.ts";

/** `10m` as milliseconds. */
export function durationOption(text: string): number {
  const durationMs = parseDuration(text);
  if (durationMs === null || durationMs <= 0)
    throw new InvalidArgumentError("Write it like 90s, 10m or 1h30m.");
  return durationMs;
}

/** The same where no time at all is an answer too: `0`. */
export function spanOption(text: string): number {
  return parseDuration(text) === 0 ? 0 : durationOption(text);
}

/** A share as `0.2` or `20%`. */
export function shareOption(text: string): number {
  const share = text.endsWith("%") ? Number((Number(text.slice(0, -1)) / 100).toFixed(6)) : Number(text);
  if (!(share > 0 && share <= 1)) throw new InvalidArgumentError("Write it like 0.2 or 20%.");
  return share;
}

/** A whole number from one. */
export function countOption(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("Write a whole number, such as 5.");
  return Number(text);
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
