import { createReadStream } from "node:fs";
import { evidenceCharsMax, redactSecrets } from "@rollcall/domain/cluster-causes";
import type { CliContext } from "./cli-context.ts";
import { UsageError } from "./errors.ts";

/**
 * The text of a file, or of standard input for `-` or nothing, without the secrets in it: it is about to be printed
 * or sent. Of more than 1 MiB the end is kept, where kubectl prints the newest, and a warning says so.
 */
export async function readEvidence(file: string | undefined, { stdin, output }: CliContext): Promise<string> {
  const isPiped = file === undefined || file === "-";
  if (file === undefined && stdin.isTTY === true)
    throw new UsageError("Name a file, or pipe something in: kubectl describe pod … | rollcall diagnose");
  const { text, isCut } = await readEnd(isPiped ? stdin : createReadStream(file), file ?? "-");
  if (isCut)
    output.warn("Only the last 1 MiB is read; ask kubectl for one workload (-l app=…) to send all of it.");
  return redactSecrets(text);
}

async function readEnd(source: AsyncIterable<Uint8Array | string>, name: string) {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let isCut = false;
  try {
    for await (const chunk of source) {
      chunks.push(Buffer.from(chunk));
      bytes += chunk.length;
      while (bytes - (chunks[0]?.length ?? 0) >= evidenceCharsMax) {
        bytes -= chunks.shift()?.length ?? 0;
        isCut = true;
      }
    }
  } catch (error) {
    throw new UsageError(`Cannot read ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const all = Buffer.concat(chunks);
  return {
    text: all.subarray(-evidenceCharsMax).toString("utf8"),
    isCut: isCut || all.length > evidenceCharsMax,
  };
}
