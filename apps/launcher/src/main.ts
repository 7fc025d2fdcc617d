/** `npm start`: the whole product on one machine. */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { createLogger, type Env, EnvError, parseEnv, productVersion, runLifecycle } from "@rollcall/runtime";
import { type Launched, launch } from "./launch.ts";
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
      sayWhere(output, env, launched);
      process.send?.({ type: "ready", ...launched }, () => {});
    },
    { deadlineMs, log },
  );
} catch (error) {
  if (!(error instanceof EnvError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

function sayWhere(output: Output, env: Env, { dataDir, setupLink }: Launched): void {
  const lines = env.roles.includes("web")
    ? [
        `Rollcall is at  ${env.baseUrl}`,
        `its data in     ${dataDir}`,
        ...(setupLink ? [`begin here      ${setupLink}   (makes the owner's account; works once)`] : []),
      ]
    : [`Rollcall runs ${env.roles.join(", ")} for ${env.regions.join(", ")}`];
  output.say(`\n${[...lines, "Ctrl-C stops it."].map((line) => `  ${line}`).join("\n")}\n`);
}
