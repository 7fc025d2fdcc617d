import { Command } from "commander";
import type { ApiClient, ListedDeploy } from "../api/api-client.ts";
import type { CliContext } from "../cli-context.ts";
import { UsageError } from "../errors.ts";
import type { ExitCode } from "../exit-codes.ts";
import { connect, type ServerOptions, withServerOptions } from "../server-options.ts";
import { type WaitOptions, waitAndReport, withWaitOptions } from "../wait-command.ts";

type Options = ServerOptions & WaitOptions & { release?: string };

/** `rollcall wait`: waits for a deploy announced elsewhere, or for all deploys of a release. */
export function waitCommand(context: CliContext, finish: (code: ExitCode) => void): Command {
  const command = new Command("wait")
    .description("wait until an announced deploy, or every deploy of a release, is live")
    .argument("[deploy]", "id of the deploy")
    .option("--release <id>", "the release whose deploys to wait for");
  withServerOptions(withWaitOptions(command));
  return command.action(async (id: string | undefined, options: Options) => {
    if ((id === undefined) === (options.release === undefined))
      throw new UsageError("Name either a deploy or --release, not both.");
    const client = connect(options, context);
    const ids = id !== undefined ? [id] : await findReleased(client, options.release ?? "");
    const deploys = await Promise.all(ids.map((each) => client.readDeploy(each)));
    finish(await waitAndReport(deploys, client, options, context));
  });
}

/** The newest deploy of each service and environment in the release: earlier ones were announced anew. */
async function findReleased(client: ApiClient, release: string): Promise<string[]> {
  const newest = new Map<string, ListedDeploy>();
  let cursor: string | undefined;
  do {
    const page = await client.listDeploys({ release, cursor });
    for (const deploy of page.items) {
      const place = `${deploy.service} ${deploy.environment}`;
      if (!newest.has(place)) newest.set(place, deploy);
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  if (newest.size === 0) throw new UsageError(`No deploy has been announced with the release ${release}.`);
  return [...newest.values()].map((deploy) => deploy.id);
}
