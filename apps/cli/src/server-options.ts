import type { Command } from "commander";
import { type ApiClient, createApiClient } from "./api/api-client.ts";
import type { CliContext } from "./cli-context.ts";
import { UsageError } from "./errors.ts";

/** Options of every command that speaks to a server. */
export type ServerOptions = { server?: string; token?: string; json?: boolean; fail: boolean };

/** Gives a command `--server`, `--token`, `--json` and `--no-fail`. */
export function withServerOptions(command: Command): Command {
  return command
    .option("--server <url>", "address of Rollcall (ROLLCALL_URL)")
    .option("--token <token>", "API token (ROLLCALL_TOKEN; better there than on a command line)")
    .option("--json", "print NDJSON: one object a line")
    .option("--no-fail", "exit 0 with a warning when Rollcall is unreachable or fails (instead of 7 and 1)");
}

/** The client these options and the environment describe, or a `UsageError` that says what is missing. */
export function connect(options: ServerOptions, { env }: CliContext): ApiClient {
  const url = options.server ?? env.ROLLCALL_URL;
  const token = options.token ?? env.ROLLCALL_TOKEN;
  if (!url)
    throw new UsageError(
      "Set ROLLCALL_URL to the address of Rollcall, such as https://rollcall.example.com.",
    );
  if (!token) throw new UsageError("Set ROLLCALL_TOKEN to an API token (Settings, API tokens).");
  const isHttp = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  if (!isHttp) throw new UsageError(`ROLLCALL_URL is not an http or https address: ${url}`);
  if (!/^[\x21-\x7e]+$/.test(token)) throw new UsageError("ROLLCALL_TOKEN has spaces or line breaks in it.");
  return createApiClient({ url: url.replace(/\/+$/, ""), token });
}
