import { createWriteStream } from "node:fs";

/** What people see of a running product. */
export type Output = {
  /** One line for people. */
  say(text: string): void;
  /** One line that a program wrote, by default to its standard output. */
  log(line: string, stream?: "stdout" | "stderr"): void;
};

const levelsShown = ["warn", "error", "fatal"];

/**
 * On a terminal people read warnings and errors, in their words, and every line goes to `logFile`; elsewhere (a
 * service manager, a container) every line goes to standard output as it is.
 */
export function createOutput(stdout: NodeJS.WriteStream, logFile: string): Output {
  const say = (text: string) => void stdout.write(`${text}\n`);
  if (!stdout.isTTY) return { say, log: (line) => say(line) };
  const file = createWriteStream(logFile, { flags: "a", mode: 0o600 });
  return {
    say,
    log(line, stream = "stdout") {
      file.write(`${line}\n`);
      const text = toText(line, stream);
      if (text) say(text);
    },
  };
}

/** A warning or error as one readable line, `null` for less; what is no log event matters on standard error only. */
export function toText(line: string, stream: "stdout" | "stderr"): string | null {
  const event = parseEvent(line);
  if (!event) return stream === "stderr" && line !== "" ? line : null;
  if (!levelsShown.includes(String(event.level))) return null;
  const time = String(event.time ?? "").slice(11, 19);
  const cause = (event.err as { message?: string } | undefined)?.message;
  return `${time} ${event.name} ${event.level}: ${[event.msg, cause].filter(Boolean).join(": ")}`;
}

function parseEvent(line: string): Record<string, unknown> | null {
  try {
    const event = JSON.parse(line);
    return typeof event === "object" && event !== null && "level" in event ? event : null;
  } catch {
    return null;
  }
}
