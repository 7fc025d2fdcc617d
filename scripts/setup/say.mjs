/** What the commands tell while they prepare; on standard error, so that a command's own output stays clean. */

/** Prints one line. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/**
 * Runs `work` and shows that it goes on: the seconds so far, or what `progress` says, once a second on a terminal
 * and every ten seconds elsewhere.
 */
export async function sayWhile(title, work, progress = () => "") {
  const isTerminal = process.stderr.isTTY === true;
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  const line = () => `${title} … ${[progress(), `${seconds()} s`].filter(Boolean).join(", ")}`;
  say(`${title} …`);
  const timer = setInterval(
    () => process.stderr.write(isTerminal ? `\x1b[1A\x1b[2K${line()}\n` : `  ${line()}\n`),
    isTerminal ? 1_000 : 10_000,
  );
  try {
    const result = await work();
    if (isTerminal) process.stderr.write("\x1b[1A\x1b[2K");
    say(`${title}: done in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
