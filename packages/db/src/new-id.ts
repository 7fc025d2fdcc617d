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

/** A new id such as `dep_0198…`: the prefix and a UUID version 7 (RFC 9562) without dashes, ordered by time. */
export function newId(prefix: IdPrefix): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return `${prefix}_${bytes.toString("hex")}`;
}
