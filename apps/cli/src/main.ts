import { createOutput } from "./output.ts";
import { runCli } from "./run-cli.ts";

const { env } = process;
const output = createOutput(process.stdout, process.stderr, env);
process.exitCode = await runCli(process.argv.slice(2), { env, output, now: Date.now, stdin: process.stdin });
