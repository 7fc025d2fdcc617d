import { resolve } from "node:path";
import { startTargetProgram } from "../stage/targets.ts";
import { pin } from "./pin.ts";

export type Scheme = "http" | "https";
/** Where targets listen. */
export type Roots = Record<Scheme, string[]>;

const fixtures = resolve(import.meta.dirname, "../../../packages/outbound/test/fixtures");
/** Self-made, for 127.0.0.1, of the kind that most sites have: an elliptic curve's. */
export const certificateFile = resolve(fixtures, "localhost-cert.pem");
const keyFile = resolve(fixtures, "localhost-key.pem");

/** A host of a workspace is asked by so many probes at once only. */
const addresses = Array<string>(16).fill("127.0.0.1");

/** Starts the targets in a program of their own, on a core of their own where there are two. */
export async function startTargets(): Promise<{ roots: Roots; close(): Promise<void> }> {
  const { pid, listen, close } = startTargetProgram();
  pin(pid, "others");
  const http = await listen({ addresses });
  const https = await listen({ addresses, tls: { keyFile, certificateFile } });
  return { roots: { http, https }, close };
}
