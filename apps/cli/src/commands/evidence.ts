import { Command } from "commander";
import type { CliContext } from "../cli-context.ts";
import { readEvidence } from "../read-evidence.ts";
import { renderCauses } from "../render/causes.ts";
import { connect, type ServerOptions, withServerOptions } from "../server-options.ts";

/** `rollcall evidence`: sends what a cluster printed to a deploy, so that its alert can name the cause. */
export function evidenceCommand(context: CliContext): Command {
  const command = new Command("evidence")
    .description("send what kubectl printed to a deploy; secrets are taken out before")
    .argument("<deploy>", "id of the deploy")
    .argument("[file]", "a file; - or nothing reads what is piped in");
  return withServerOptions(command).action(
    async (id: string, file: string | undefined, options: ServerOptions) => {
      const { output } = context;
      const client = connect(options, context);
      const { causes } = await client.sendEvidence(id, await readEvidence(file, context));
      if (options.json) output.print(JSON.stringify({ type: "evidence", deploy: id, causes }));
      else for (const line of renderCauses(causes, output.columns(), output.palette)) output.print(line);
    },
  );
}
