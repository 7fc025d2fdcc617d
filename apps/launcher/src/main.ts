/** `npm start`: the whole product on one machine. */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { createLogger, EnvError, parseEnv, productVersion, runLifecycle } from "@rollcall/runtime";
import { launch } from "./launch.ts";
import { createOutput, type Output } from "./output.ts";

const deadlineMs = 60_000;

try {
  // biome-ignore lint/style/noProcessEnv: a program's entry is where the environment is read
  const inherited = process.env;
  const env = parseEnv(inherited);
  const dataDir = resolve(env.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const output = createOutput(process.stdout, join(dataDir, "rollcall.log"));
  const log = createLogger(
    { name: "rollcall", level: env.logLevel },
    { write: (line) => output.log(line.trimEnd()) },
  );
  output.say(`Rollcall ${productVersion} is starting …`);
  await runLifecycle(
    async (lifecycle) => {
      lifecycle.onStop("last word", () => output.say("Stopped."));
      const launched = await launch({ env, inherited, lifecycle, log, output });
      lifecycle.onStop("first word", () => output.say("Stopping …"));
      sayWhere(output, launched);
      process.send?.({ type: "ready", ...launched }, () => {});
    },
    { deadlineMs, log },
  );
} catch (error) {
  if (!(error instanceof EnvError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

function sayWhere(
  output: Output,
  where: { baseUrl: string; dataDir: string; setupLink: string | null },
): void {
  output.say(`\n  Rollcall is at  ${where.baseUrl}`);
  output.say(`  its data in     ${where.dataDir}`);
  if (where.setupLink)
    output.say(`  begin here      ${where.setupLink}   (makes the owner's account; works once)`);
  output.say("  Ctrl-C stops it.\n");
}
