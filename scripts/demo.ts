/**
 * `npm run demo`: the whole product on a throw-away data folder with a simulated fleet to watch. With `--once` one
 * healthy and one stuck rollout are played through and checked, without a keyboard.
 */
import { parseArgs } from "node:util";
import { playOnce } from "./demo/once.ts";
import { playShow } from "./demo/show.ts";
import { openStage } from "./demo/stage.ts";

const { values } = parseArgs({ options: { once: { type: "boolean", default: false } } });
const say = (line: string) => process.stdout.write(`${line}\n`);
const beganAt = Date.now();

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());

say("Rollcall is starting on a throw-away data folder …");
const stage = await openStage();
stage.product.ended.then((lastWords) => {
  if (stopping.signal.aborted) return;
  process.stderr.write(`${lastWords}\n`);
  process.exitCode = 1;
  stopping.abort();
});
const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener("abort", () => resolve()));

try {
  if (values.once) await Promise.race([once(), stopped]);
  else await playShow(stage, stopping.signal);
} finally {
  stopping.abort();
  say("Stopping …");
  await stage.close();
}

async function once(): Promise<void> {
  const expectations = await playOnce(stage, say);
  say("");
  for (const { name, isMet, found } of expectations)
    say(isMet ? `  ok      ${name}` : `  FAILED  ${name}\n          found: ${found}`);
  const failed = expectations.filter(({ isMet }) => !isMet);
  const seconds = Math.round((Date.now() - beganAt) / 1_000);
  say(`\n${expectations.length - failed.length} of ${expectations.length} expectations met in ${seconds} s`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
