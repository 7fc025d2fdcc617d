/** Structured logs: one JSON object a line, one wide event per job and request, secrets redacted. */
import { type DestinationStream, type Logger as PinoLogger, pino } from "pino";

/** A pino logger; `child({ … })` adds fields to every line. */
export type Logger = PinoLogger;

const secretNames = [
  "authorization",
  "cookie",
  "set-cookie",
  "password",
  "secret",
  "token",
  "apiKey",
  "sealed",
  "sealedSpec",
  "sealedItems",
  "regionKey",
  "databaseUrl",
  "redisUrl",
  "smtpUrl",
  "webhookUrl",
  "botToken",
  "routingKey",
  "signingSecret",
  "connectionString",
];

const redactedPaths = secretNames.flatMap((name) => {
  const key = name.includes("-") ? `["${name}"]` : name;
  const under = (parent: string) => (key.startsWith("[") ? `${parent}${key}` : `${parent}.${key}`);
  return [key, under("*"), under("*.*"), under("*.*.*")];
});

/**
 * A logger whose lines carry `name`. Values under names such as `password`, `token`, `authorization` or
 * `databaseUrl` are replaced up to four levels deep; `destination` is standard output unless given.
 */
export function createLogger(
  options: { name: string; level?: string },
  destination: DestinationStream = pino.destination(1),
): Logger {
  return pino(
    {
      name: options.name,
      level: options.level ?? "info",
      redact: { paths: redactedPaths, censor: "[redacted]" },
      timestamp: pino.stdTimeFunctions.isoTime,
      base: { pid: process.pid },
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}
