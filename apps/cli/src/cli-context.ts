import type { Env } from "./ci-fields.ts";
import type { Output } from "./output.ts";

/** What is piped into the program. */
export type CliInput = AsyncIterable<Uint8Array | string> & { isTTY?: boolean };

/** What every command gets from the program's entry. */
export type CliContext = { env: Env; output: Output; now: () => number; stdin: CliInput };
