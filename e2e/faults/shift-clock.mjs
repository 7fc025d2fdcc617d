/**
 * Loaded before a program (`node --import`): its wall clock is off by the milliseconds that the file named in
 * FAULTS_CLOCK holds, from the moment they are written there. Its monotonic clock goes on, as when a machine's time is
 * set.
 */
import { readFileSync, watchFile } from "node:fs";

const file = process.env.FAULTS_CLOCK;
const readTrueTime = Date.now;
let offsetMs = 0;

function read() {
  const number = Number(readFileSync(file, "utf8"));
  if (Number.isFinite(number)) offsetMs = number;
}
read();
watchFile(file, { interval: 100, persistent: false }, read);

const now = () => readTrueTime() + offsetMs;
Date.now = now;
globalThis.Date = new Proxy(Date, {
  construct: (target, args) => Reflect.construct(target, args.length === 0 ? [now()] : args),
});
