import { once } from "node:events";
import { join } from "node:path";
import type { Output } from "./output.ts";
import { startProgram } from "./supervise-program.ts";

/**
 * Brings the database of `env` up to date; with `isAlone` also forgets probers of regions that are not named any more.
 * A program of its own does it, because what a migration loads would stay in memory for ever. Throws with its last
 * words when it fails.
 */
export async function prepareDatabase(args: {
  env: NodeJS.ProcessEnv;
  output: Output;
  isAlone: boolean;
}): Promise<void> {
  const { child, tail } = startProgram({
    ...args,
    file: join(import.meta.dirname, "migrate.mjs"),
    arguments: args.isAlone ? ["--alone"] : [],
  });
  const [code, signal] = await once(child, "exit");
  if (code !== 0) throw new Error(`The database is not up to date (${signal ?? code}):\n${tail.join("\n")}`);
}
