/** The web program: pages and API on one port. Started by `npm start`, or by itself where every role is its own. */
import { createLogger, EnvError, parseEnv, runLifecycle } from "@rollcall/runtime";
import { startWeb } from "./server/start-web.ts";

const deadlineMs = 10_000;

try {
  // biome-ignore lint/style/noProcessEnv: a program's entry is where the environment is read
  const env = parseEnv(process.env);
  const log = createLogger({ name: "web", level: env.logLevel });
  await runLifecycle(
    async (lifecycle) => {
      const started = await startWeb(env, lifecycle, log);
      if (started.setupLink !== null)
        log.info({ link: started.setupLink }, "nobody has signed up yet; this link makes the owner, once");
      process.send?.({ type: "ready", ...started }, () => {});
    },
    { deadlineMs, log },
  );
} catch (error) {
  if (!(error instanceof EnvError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
