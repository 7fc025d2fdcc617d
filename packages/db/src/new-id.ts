import { randomBytes } from "node:crypto";

/** What an id names; the same prefix stands on the wire. */
export type IdPrefix =
  | "ws"
  | "usr"
  | "svc"
  | "env"
  | "mon"
  | "dep"
  | "inc"
  | "ent"
  | "chn"
  | "dlv"
  | "out"
  | "tok"
  | "aud"
  | "inv"
  | "prq"
  | "pro"
  | "reg"
  | "evd"
  | "mnt"
  | "rep"
  | "bat";

/** Ids of one program within one millisecond, before they run ahead of the clock. */
const ticksPerMs = 1024;
let lastTick = 0;

/**
 * A new id such as `dep_0198…`: the prefix and a UUID version 7 (RFC 9562, with a counter after the time) without dashes.
 * Those of one program sort in the order in which they were made, although its clock is set back: what is told of one
 * thing is told in the order of ids.
 */
export function newId(prefix: IdPrefix): string {
  lastTick = Math.max(Date.now() * ticksPerMs, lastTick + 1);
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Math.floor(lastTick / ticksPerMs), 0, 6);
  const counter = (lastTick % ticksPerMs) << 2;
  bytes.writeUInt8(0x70 | (counter >> 8), 6);
  bytes.writeUInt8((counter & 0xfc) | (bytes.readUInt8(7) & 0x03), 7);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return `${prefix}_${bytes.toString("hex")}`;
}
