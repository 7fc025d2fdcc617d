/** A monitor's request headers at rest: secret values sealed to their monitor, write-only for people. */
import { AppError } from "@rollcall/domain/problem";
import type { MonitorHeader } from "@rollcall/domain/wire";
import type { Sealer } from "@rollcall/runtime";
import { z } from "zod";

const storedHeader = z.union([
  z.object({ name: z.string(), secret: z.literal(true), sealed: z.string() }),
  z.object({ name: z.string(), secret: z.literal(false), value: z.string() }),
]);
export type StoredHeader = z.infer<typeof storedHeader>;

/** Reads the `headers` column. */
export function parseStoredHeaders(column: unknown): StoredHeader[] {
  return z.array(storedHeader).parse(column);
}

/**
 * Seals what a person sent. A secret header without a value keeps the one stored under the same name; without
 * a stored one that is an error, as is a plain header without a value.
 */
export function sealHeaders(
  sealer: Sealer,
  monitorId: string,
  headers: MonitorHeader[],
  stored: StoredHeader[],
): StoredHeader[] {
  return headers.map((header, index) => {
    if (header.value !== null)
      return header.secret
        ? { name: header.name, secret: true, sealed: sealer.seal(header.value, sealContext(monitorId)) }
        : { name: header.name, secret: false, value: header.value };
    const kept = stored.find((s) => s.name.toLowerCase() === header.name.toLowerCase());
    if (header.secret && kept?.secret) return { ...kept, name: header.name };
    const errors = [{ detail: "a value is needed", pointer: `#/headers/${index}/value` }];
    throw new AppError("invalid_input", "A header has no value.", { errors });
  });
}

/** The headers as they are sent to the target; secret values are in clear. */
export function openHeaders(
  sealer: Sealer,
  monitorId: string,
  headers: StoredHeader[],
): Record<string, string> {
  return Object.fromEntries(
    headers.map((h) => [h.name, h.secret ? sealer.open(h.sealed, sealContext(monitorId)) : h.value]),
  );
}

/** The headers as people may see them: a secret value is `null`. */
export function showHeaders(
  headers: StoredHeader[],
): { name: string; value: string | null; secret: boolean }[] {
  return headers.map((h) => ({ name: h.name, value: h.secret ? null : h.value, secret: h.secret }));
}

function sealContext(monitorId: string): string {
  return `monitor:${monitorId}`;
}
