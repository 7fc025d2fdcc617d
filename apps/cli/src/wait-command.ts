/** What `deploy --wait` and `wait` have in common. */
import type { DeployWire } from "@rollcall/domain/wire";
import { type Command, Option } from "commander";
import type { ApiClient } from "./api/api-client.ts";
import type { CliContext } from "./cli-context.ts";
import { type ExitCode, exitCodes, worstEnding } from "./exit-codes.ts";
import { annotationText, renderAnnotation, writeGithubFiles } from "./github.ts";
import { durationOption } from "./option-parsers.ts";
import { createProgress } from "./progress.ts";
import { type WaitResult, waitForDeploy } from "./wait-for-deploy.ts";

export type WaitOptions = {
  timeout?: number;
  onStuck: "wait" | "fail";
  requireChange?: boolean;
  json?: boolean;
};

/** Gives a command `--timeout`, `--on-stuck` and `--require-change`. */
export function withWaitOptions(command: Command): Command {
  return command
    .option(
      "--timeout <duration>",
      "wait no longer than this, such as 15m (default: the server's deadline and a minute)",
      durationOption,
    )
    .addOption(
      new Option("--on-stuck <act>", "what to do when the rollout is stuck")
        .choices(["fail", "wait"])
        .default("fail"),
    )
    .option("--require-change", "fail (8) when the version was served already and no change can be seen");
}

/** Waits for all deploys, shows how they go, tells GitHub, and gives the exit code of the worst. */
export async function waitAndReport(
  deploys: readonly DeployWire[],
  client: ApiClient,
  options: WaitOptions,
  { env, output, now }: CliContext,
): Promise<ExitCode> {
  const isOnGithub = env.GITHUB_ACTIONS === "true";
  const progress = createProgress(options.json ? "json" : output.isTty ? "live" : "lines", output, now);
  const rules = {
    onStuck: options.onStuck,
    requireChange: options.requireChange ?? false,
    timeoutMs: options.timeout ?? null,
  };
  const results = await Promise.all(
    deploys.map((deploy) => waitForDeploy(deploy, { client, rules, now }, progress)),
  );
  for (const result of results) report(result, isOnGithub && !options.json);
  const worst = worstEnding(results.map(({ ending }) => ending));
  return worst?.code ?? exitCodes.live;

  function report({ deploy, ending, durationMs }: WaitResult, hasAnnotations: boolean): void {
    writeGithubFiles(env, deploy, ending, durationMs);
    if (!hasAnnotations || ending.code === exitCodes.live) return;
    output.print(renderAnnotation("error", ending.headline, annotationText(deploy)));
  }
}
