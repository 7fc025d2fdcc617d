import type { Env } from "./ci-fields.ts";
import type { Output } from "./output.ts";

/** What every command gets from the program's entry. */
export type CliContext = { env: Env; output: Output; now: () => number };
