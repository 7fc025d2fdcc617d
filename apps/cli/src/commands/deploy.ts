import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { DeployWire } from "@rollcall/domain/wire";
import { Command } from "commander";
import { type Announcement, type AnnouncementOptions, composeAnnouncement } from "../announcement.ts";
import type { ApiClient } from "../api/api-client.ts";
import { readCiFields } from "../ci-fields.ts";
import type { CliContext } from "../cli-context.ts";
import { Unreachable } from "../errors.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { writeGithubFiles } from "../github.ts";
import {
  countOption,
  durationOption,
  pairOption,
  repeatedOption,
  shareOption,
  spanOption,
} from "../option-parsers.ts";
import { plainText } from "../render/wrap.ts";
import { connect, type ServerOptions, withServerOptions } from "../server-options.ts";
import { type WaitOptions, waitAndReport, withWaitOptions } from "../wait-command.ts";

type Options = AnnouncementOptions & ServerOptions & WaitOptions & { wait?: boolean };

/** `rollcall deploy`: announces which version should be live, and with `--wait` passes only when it is. */
export function deployCommand(context: CliContext, finish: (code: ExitCode) => void): Command {
  const command = new Command("deploy")
    .description("announce which version should be live now, and wait until it is")
    .requiredOption("--service <name>", "what is deployed")
    .option("--environment <name>", "where (default: what CI says, or production)")
    .option("--version <version>", "what should be served (default: the tag or the commit that CI builds)")
    .option(
      "--identity <value>",
      "another name the same build may answer with; may be repeated",
      repeatedOption,
    )
    .option("--image <image>", "container image, to look for causes")
    .option("--image-pushed", "CI has pushed the image: it is there")
    .option("--platform <os/arch>", "platform the cluster needs; may be repeated", repeatedOption)
    .option("--previous-version <version>", "what was served before (default: what Rollcall knows)")
    .option("--status <status>", "pending, started (default), succeeded, failed or cancelled")
    .option("--strategy <strategy>", "rolling (default), canary, blue_green or instant")
    .option("--target-share <share>", "share a canary stops at, such as 20%", shareOption)
    .option("--progress-deadline <duration>", "stuck after this long without progress (10m)", durationOption)
    .option("--hold <duration>", "the proof must hold this long before live", spanOption)
    .option(
      "--tolerance <share>",
      "live means less than this share is still old, such as 5% (10%)",
      shareOption,
    )
    .option("--risk <share>", "how likely a false live may be, such as 0.1% (1%)", shareOption)
    .option("--soak <duration>", "compare with before this long after live (15m)", spanOption)
    .option(
      "--probes-per-second <number>",
      "at most so many of each monitor from each region (as many as the proof takes)",
      countOption,
    )
    .option("--release <id>", "deploys with the same id belong together")
    .option("--url <url>", "page of the CI run")
    .option("--actor <name>", "who deploys")
    .option("--repository <name>", "source repository")
    .option("--ref <ref>", "branch or tag")
    .option("--cluster <name>", "to word commands")
    .option("--namespace <name>", "to word commands")
    .option("--workload <kind/name>", "to word commands, such as deployment/checkout")
    .option("--metadata <key=value>", "kept with the deploy; may be repeated", pairOption)
    .option("--wait", "wait until the version is live");
  withServerOptions(withWaitOptions(command));
  return command.action(async (options: Options) => {
    const announcement = composeAnnouncement(options, readCiFields(context.env));
    const client = connect(options, context);
    const deploy = await announce(client, announcement, options, context);
    if (options.wait) return finish(await waitAndReport([deploy], client, options, context));
    report(deploy, options, context);
    finish(exitCodes.live);
  });
}

/** Network faults are retried; the key makes the server take a repetition for what it is. */
async function announce(
  client: ApiClient,
  body: Announcement,
  options: Options,
  { output, now }: CliContext,
): Promise<DeployWire> {
  const key = randomUUID();
  const giveUpAt = now() + Math.min(options.timeout ?? 60_000, 60_000);
  for (let waitMs = 500; ; waitMs = Math.min(waitMs * 2, 8_000)) {
    try {
      return await client.announce(body, key);
    } catch (error) {
      if (!(error instanceof Unreachable) || now() + waitMs >= giveUpAt) throw error;
      if (waitMs === 500) output.warn(`${error.message} Trying again.`);
    }
    await pause(waitMs);
  }
}

function report(deploy: DeployWire, options: Options, { env, output }: CliContext): void {
  writeGithubFiles(env, deploy, null, 0);
  if (options.json) {
    output.print(JSON.stringify({ type: "announced", deploy }));
    return;
  }
  const already = deploy.alreadyLive
    ? " It is served already: this deploy cannot be told apart by version."
    : "";
  output.print(
    `Announced ${deploy.service} › ${deploy.environment} ${deploy.version}, ${deploy.id}.${already}`,
  );
  if (deploy.state === "unverifiable") tellUnverifiable(deploy, output);
  output.print(output.palette.quiet(deploy.links.dashboard));
}

/** Nobody waits here for a verdict, so what must be mended is said at once. */
function tellUnverifiable(deploy: DeployWire, output: CliContext["output"]): void {
  output.warn(output.palette.bad(plainText(deploy.sentence)));
  for (const step of deploy.causes[0]?.next ?? []) output.warn(`  next: ${plainText(step)}`);
}
