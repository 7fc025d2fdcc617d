import { findClusterCauses } from "@rollcall/domain/cluster-causes";
import { Command } from "commander";
import type { CliContext } from "../cli-context.ts";
import { readEvidence } from "../read-evidence.ts";
import { renderCauses } from "../render/causes.ts";

type Options = { json?: boolean };

/** `rollcall diagnose`: names causes in what a cluster printed, on this machine and without any server. */
export function diagnoseCommand(context: CliContext): Command {
  return new Command("diagnose")
    .description(
      "name the cause in what kubectl printed: describe, get events, get pods, one line, any mixture",
    )
    .argument("[file]", "a file; - or nothing reads what is piped in")
    .option("--json", "print one JSON object: { causes: [] }, empty when nothing is wrong")
    .action(async (file: string | undefined, { json }: Options) => {
      const { output } = context;
      const causes = findClusterCauses(await readEvidence(file, context));
      if (json) output.print(JSON.stringify({ causes }));
      else for (const line of renderCauses(causes, output.columns(), output.palette)) output.print(line);
    });
}
