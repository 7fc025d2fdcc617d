import { resolve } from "node:path";
import { endChild } from "@rollcall/testing/end-child";
import { hear, startProgram } from "../stage/programs.ts";
import { pin } from "./pin.ts";

export type Scheme = "http" | "https";
/** Where targets listen. */
export type Roots = Record<Scheme, string[]>;

const fixtures = resolve(import.meta.dirname, "../../../packages/outbound/test/fixtures");
/** Self-made, for 127.0.0.1, of the kind that most sites have: an elliptic curve's. */
export const certificateFile = resolve(fixtures, "localhost-cert.pem");
export const keyFile = resolve(fixtures, "localhost-key.pem");

/** Starts the targets in a program of their own, on a core of their own where there are two. */
export async function startTargets(): Promise<{ roots: Roots; close(): Promise<void> }> {
  const child = startProgram(resolve(import.meta.dirname, "target-program.ts"));
  const roots = await hear<Roots>(child);
  pin(child.pid ?? 0, "others");
  return { roots, close: () => endChild(child) };
}
