import { parseArgs } from "node:util";

/** What every bench that plays seeded scenarios may be told on its command line. */
export type SimulationArguments = {
  /** The first of the seeds. */
  seed: number;
  /** All of them; one at least. */
  seeds: number[];
  isQuick: boolean;
  /** A part of the names of the scenarios to play; empty for all. */
  only: string;
  /** The part of all runs to make, from 0 to 1. */
  share: number;
  /** The report in docs/benchmarks is to be renewed. */
  isWritten: boolean;
  /** The command itself, for the report. */
  command: string;
};

/** Reads `[seed …] [--quick] [--only <part of a name>] [--share <n>] [--write]`; throws for anything else. */
export function readArguments(argv: readonly string[] = process.argv.slice(2)): SimulationArguments {
  const { values, positionals } = parseArgs({
    args: argv.slice(1),
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      only: { type: "string", default: "" },
      share: { type: "string", default: "1" },
    },
  });
  const [seed = 1, ...others] = positionals.map(Number);
  return {
    seed,
    seeds: [seed, ...others],
    isQuick: values.quick,
    only: values.only,
    share: Number(values.share),
    isWritten: values.write,
    command: ["npm run bench --", ...argv].join(" "),
  };
}
