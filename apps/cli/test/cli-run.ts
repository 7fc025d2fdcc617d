import { Readable } from "node:stream";
import type { Env } from "../src/ci-fields.ts";
import { createOutput } from "../src/output.ts";
import { runCli } from "../src/run-cli.ts";

/** A run of the program in this process: what it printed so far, and its exit code once it has ended. */
export type CliRun = { out: string; err: string; code: Promise<number>; lines(): string[] };

/** `input` is what is piped in; `clock` lets time pass faster than it does. */
export type CliOptions = { env?: Env; isTty?: boolean; clock?: () => number; input?: string };

/** Runs the program with streams that are kept. */
export function startCli(
  args: string[],
  { env = {}, isTty = false, clock = Date.now, input = "" }: CliOptions = {},
): CliRun {
  const run: CliRun = {
    out: "",
    err: "",
    code: Promise.resolve(0),
    lines: () => run.out.trimEnd().split("\n"),
  };
  const stdout = {
    write: (text: string) => {
      run.out += text;
    },
    isTTY: isTty,
    columns: 80,
    rows: 24,
  };
  const stderr = {
    write: (text: string) => {
      run.err += text;
    },
  };
  run.code = runCli(args, {
    env,
    output: createOutput(stdout, stderr, env),
    now: clock,
    stdin: Readable.from([input]),
  });
  return run;
}
