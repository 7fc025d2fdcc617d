/**
 * Large payloads travel packed: what a report says is the same words again and again, which the stores would parse, compress
 * and write at a greater cost. Payloads that are not packed are understood as well: earlier releases send them.
 */
import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";
import type { JobName } from "./catalog.ts";

const packed: ReadonlySet<JobName> = new Set<JobName>(["observations.report"]);
/** Smaller ones gain nothing. */
const packedFromBytes = 4_096;
/** No payload is larger; who sends one that unfolds into more is no prober. */
const unpackedBytesMax = 16 * 1024 * 1024;

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** A text in few bytes. */
export function toPacked(text: string): Promise<Buffer> {
  return deflate(text, { level: 1, chunkSize: 65_536 });
}

/** A text unfolds to six times its bytes; what is done in one piece takes a third of what it takes in many. */
const piece = (bytes: number) => Math.min(Math.max(16 * bytes, 16_384), 1_048_576);

/** The value of the JSON that `toPacked` was given; rejects with what it has never made, and with what is larger than any payload. */
export async function fromPacked(bytes: Uint8Array): Promise<unknown> {
  const text = await inflate(bytes, { chunkSize: piece(bytes.length), maxOutputLength: unpackedBytesMax });
  return JSON.parse(text.toString("utf8"));
}

/** As it is given to the store. */
export async function packPayload(name: JobName, payload: object): Promise<object> {
  if (!packed.has(name)) return payload;
  const text = JSON.stringify(payload);
  if (text.length < packedFromBytes) return payload;
  return { packed: (await toPacked(text)).toString("base64") };
}

/** From what the store gives back; rejects with what was never packed here. */
export async function unpackPayload(data: unknown): Promise<unknown> {
  if (typeof data !== "object" || data === null || !("packed" in data)) return data;
  return fromPacked(Buffer.from(String(data.packed), "base64"));
}
