import type { DeployWire } from "@rollcall/domain/wire";
import { Command, Option } from "commander";
import type { CliContext } from "../cli-context.ts";
import { stateIcons, stateWords } from "../render/palette.ts";
import { connect, type ServerOptions, withServerOptions } from "../server-options.ts";

type AcceptOptions = ServerOptions & { identity: string; as: "same_build" | "expected" };

/** `rollcall cancel`: ends the watch over a deploy. */
export function cancelCommand(context: CliContext): Command {
  const command = new Command("cancel")
    .description("end the watch over a deploy that will not happen")
    .argument("<deploy>", "id of the deploy");
  return withServerOptions(command).action(async (id: string, options: ServerOptions) => {
    show(await connect(options, context).cancelDeploy(id), options, context);
  });
}

/** `rollcall accept`: settles what an unexpected version means. */
export function acceptCommand(context: CliContext): Command {
  const command = new Command("accept")
    .description("accept a served version: as another name of the same build, or as what is expected now")
    .argument("<deploy>", "id of the deploy")
    .requiredOption("--identity <value>", "the version as it is answered")
    .addOption(
      new Option("--as <meaning>", "what it is").choices(["same_build", "expected"]).makeOptionMandatory(),
    );
  return withServerOptions(command).action(async (id: string, options: AcceptOptions) => {
    const { identity, as } = options;
    show(await connect(options, context).acceptDeploy(id, { identity, as }), options, context);
  });
}

function show(deploy: DeployWire, options: ServerOptions, { output }: CliContext): void {
  const state = `${stateIcons[deploy.state]} ${stateWords(deploy.state)}`;
  const line = `${deploy.service} › ${deploy.environment} ${deploy.version}: ${state}`;
  output.print(options.json ? JSON.stringify({ type: "deploy", deploy }) : line);
}
