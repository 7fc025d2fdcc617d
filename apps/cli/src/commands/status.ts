import { formatDuration, formatShare } from "@rollcall/domain/words";
import { Command } from "commander";
import type { ListedDeploy } from "../api/api-client.ts";
import type { CliContext } from "../cli-context.ts";
import type { Output } from "../output.ts";
import { renderFrame } from "../render/frame.ts";
import { paintOfState, stateIcons, stateWords } from "../render/palette.ts";
import { connect, type ServerOptions, withServerOptions } from "../server-options.ts";

type Options = ServerOptions & { service?: string; environment?: string; state?: string; release?: string };

/** `rollcall status`: one deploy as its picture, or the newest ones as a list. */
export function statusCommand(context: CliContext): Command {
  const command = new Command("status")
    .description("show a deploy, or the newest ones")
    .argument("[deploy]", "id of a deploy")
    .option("--service <name>", "only of this service")
    .option("--environment <name>", "only in this environment")
    .option("--state <state>", "only in this state, such as stuck")
    .option("--release <id>", "only of this release");
  return withServerOptions(command).action(async (id: string | undefined, options: Options) => {
    const client = connect(options, context);
    const { output, now } = context;
    if (id !== undefined) {
      const deploy = await client.readDeploy(id);
      const canvas = { columns: output.columns(), rowsMax: 1_000, palette: output.palette, now: now() };
      const lines = options.json ? [JSON.stringify(deploy)] : renderFrame(deploy, canvas);
      for (const line of lines) output.print(line);
      return;
    }
    const { service, environment, state, release } = options;
    const { items } = await client.listDeploys({ service, environment, state, release });
    if (items.length === 0 && !options.json) output.print("No deploys.");
    for (const deploy of items)
      output.print(options.json ? JSON.stringify(deploy) : renderRow(deploy, output, now()));
  });
}

function renderRow(deploy: ListedDeploy, { palette }: Output, now: number): string {
  const state = `${stateIcons[deploy.state]} ${stateWords(deploy.state)}`.padEnd(14);
  return [
    paintOfState(deploy.state, palette)(state),
    formatShare(deploy.share.expected, deploy.share.samples).padStart(9),
    `${deploy.service} › ${deploy.environment}`.padEnd(32),
    deploy.version.padEnd(20),
    palette.quiet(`${formatDuration(now - Date.parse(deploy.createdAt))} ago`.padEnd(16)),
    palette.quiet(deploy.id),
  ].join("  ");
}
