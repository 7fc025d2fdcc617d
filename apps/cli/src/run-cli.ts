import { Command, CommanderError } from "commander";
import manifest from "../package.json" with { type: "json" };
import type { CliContext } from "./cli-context.ts";
import { deployCommand } from "./commands/deploy.ts";
import { diagnoseCommand } from "./commands/diagnose.ts";
import { evidenceCommand } from "./commands/evidence.ts";
import { maintenanceCommand } from "./commands/maintenance.ts";
import { probeCommand } from "./commands/probe.ts";
import { acceptCommand, cancelCommand } from "./commands/settle.ts";
import { statusCommand } from "./commands/status.ts";
import { waitCommand } from "./commands/wait.ts";
import { exitCodeOf } from "./errors.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { renderAnnotation } from "./github.ts";

const exitCodeHelp = `
Exit codes:
  0 live (without --wait: announced)   1 internal or API error   2 usage, configuration or authorization
  3 stuck or timed out   4 degraded or old version returned   5 superseded   6 rolled back
  7 Rollcall unreachable   8 unverifiable   9 cancelled or expired

Environment:
  ROLLCALL_URL, ROLLCALL_TOKEN   where Rollcall is and who asks
  NO_COLOR, FORCE_COLOR          colours
  Commit, tag, ref, repository, actor and run are read from GitHub Actions, GitLab CI, Bitbucket
  Pipelines, CircleCI and Buildkite. On GitHub the step gets the outputs deploy, state, share (percent),
  url and duration-seconds, and a summary.`;

/** Runs the program with its arguments and returns what to exit with; it never throws. */
export async function runCli(args: readonly string[], context: CliContext): Promise<ExitCode> {
  let code: ExitCode = exitCodes.live;
  const program = createProgram(context, (ended) => {
    code = ended;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.live : exitCodes.usage;
    return tellFailure(error, args, context);
  }
}

function createProgram(context: CliContext, finish: (code: ExitCode) => void): Command {
  const { output } = context;
  const program = new Command("rollcall")
    .description("Checks from outside whether a deploy is really live.")
    .version(manifest.version)
    // `deploy --version` is not the program's own.
    .enablePositionalOptions()
    .addHelpText("after", exitCodeHelp)
    .showHelpAfterError("(--help shows how)");
  const commands = [
    deployCommand(context, finish),
    waitCommand(context, finish),
    statusCommand(context),
    cancelCommand(context),
    acceptCommand(context),
    probeCommand(context, finish),
    evidenceCommand(context),
    diagnoseCommand(context),
    maintenanceCommand(context),
  ];
  for (const command of [program, ...commands, ...commands.flatMap((one) => one.commands)])
    command.exitOverride().configureOutput({
      writeOut: (text) => output.print(text.trimEnd()),
      writeErr: (text) => output.warn(text.trimEnd()),
    });
  for (const command of commands) program.addCommand(command);
  return program;
}

/** `--no-fail` is looked for in the raw arguments: a failure can come before they were parsed to their end. */
function tellFailure(error: unknown, args: readonly string[], { env, output }: CliContext): ExitCode {
  const code = exitCodeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const isForgiven =
    args.includes("--no-fail") && (code === exitCodes.internal || code === exitCodes.unreachable);
  const told = isForgiven ? `Warning: ${message} Going on, as --no-fail asks.` : message;
  if (args.includes("--json"))
    output.print(JSON.stringify({ type: "error", exitCode: isForgiven ? exitCodes.live : code, message }));
  output.warn(isForgiven ? output.palette.previous(told) : output.palette.bad(told));
  if (env.GITHUB_ACTIONS === "true" && !args.includes("--json"))
    output.print(renderAnnotation(isForgiven ? "warning" : "error", "Rollcall", message));
  return isForgiven ? exitCodes.live : code;
}
