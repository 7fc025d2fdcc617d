import type { MaintenanceWire } from "@rollcall/domain/wire";
import { formatMoment } from "@rollcall/domain/words";
import { Command, Option } from "commander";
import type { CliContext } from "../cli-context.ts";
import { UsageError } from "../errors.ts";
import { durationOption } from "../option-parsers.ts";
import type { Output } from "../output.ts";
import { connect, type ServerOptions, withServerOptions } from "../server-options.ts";

type PlaceOptions = ServerOptions & { service?: string; environment?: string; all?: boolean };
type StartOptions = PlaceOptions & { for: number; reason: string };
type ListOptions = ServerOptions & { service?: string; environment?: string; state?: string };

/** `rollcall maintenance`: times in which nobody is told, and that uptime leaves out. */
export function maintenanceCommand(context: CliContext): Command {
  return new Command("maintenance")
    .description("begin, end and list maintenance: nobody is told, uptime leaves it out, gates still judge")
    .addCommand(startCommand(context))
    .addCommand(endCommand(context))
    .addCommand(listCommand(context));
}

function startCommand(context: CliContext): Command {
  const command = withPlace(new Command("start").description("begin maintenance now"))
    .requiredOption("--for <duration>", "until when at most, such as 30m", durationOption)
    .requiredOption("--reason <text>", "why, for everybody who looks");
  return withServerOptions(command).action(async (options: StartOptions) => {
    const place = placeOf(options);
    if (place === null) throw new UsageError("Name --service, or --all for every service.");
    const durationMinutes = Math.ceil(options.for / 60_000);
    const body = { ...place, reason: options.reason, durationMinutes };
    show(await connect(options, context).startMaintenance(body), options, context);
  });
}

function endCommand(context: CliContext): Command {
  const command = withPlace(
    new Command("end").description("end maintenance now; what still fails is told"),
  ).argument("[id]", "id of a maintenance window; otherwise every one that is on for exactly this place");
  return withServerOptions(command).action(async (id: string | undefined, options: PlaceOptions) => {
    const place = placeOf(options);
    if ((id === undefined) === (place === null))
      throw new UsageError("Name either an id, --service or --all.");
    const client = connect(options, context);
    const ids = id !== undefined ? [id] : [];
    if (place !== null)
      for (const window of (await client.listMaintenance({ state: "active" })).items)
        if (window.service === place.service && window.environment === place.environment) ids.push(window.id);
    // It may have ended by its time: a script that ends it all the same has what it wants.
    if (ids.length === 0 && !options.json) context.output.print("Nothing is in maintenance there.");
    for (const each of ids) show(await client.endMaintenance(each), options, context);
  });
}

function listCommand(context: CliContext): Command {
  const command = new Command("list")
    .description("list maintenance: what is on, what comes, what is over")
    .option("--service <name>", "only what covers this service")
    .option("--environment <name>", "only what covers this environment")
    .addOption(new Option("--state <state>", "only these").choices(["active", "scheduled", "ended"]));
  return withServerOptions(command).action(async (options: ListOptions) => {
    const { service, environment, state } = options;
    const { items } = await connect(options, context).listMaintenance({ service, environment, state });
    if (items.length === 0 && !options.json) context.output.print("No maintenance.");
    for (const window of items) show(window, options, context);
  });
}

function withPlace(command: Command): Command {
  return command
    .option("--service <name>", "the service")
    .option("--environment <name>", "one of its environments; all of them unless given")
    .option("--all", "every service");
}

type Place = { service: string | null; environment: string | null };

/** What the options name; `null` when they name nothing. */
function placeOf({ service, environment, all }: PlaceOptions): Place | null {
  if (all && (service !== undefined || environment !== undefined))
    throw new UsageError("--all is every service: leave out --service and --environment.");
  if (service === undefined && environment !== undefined)
    throw new UsageError("Name the --service whose environment it is.");
  if (!all && service === undefined) return null;
  return { service: service ?? null, environment: environment ?? null };
}

function show(window: MaintenanceWire, { json }: ServerOptions, { output }: CliContext): void {
  output.print(json ? JSON.stringify({ type: "maintenance", maintenance: window }) : lineOf(window, output));
}

function lineOf(window: MaintenanceWire, { palette }: Output): string {
  const { service, environment, reason, id } = window;
  const place = [service ?? "every service", ...(environment === null ? [] : [environment])].join(" › ");
  return `${place}: ${stateWords(window)} (${reason})  ${palette.quiet(id)}`;
}

function stateWords({ state, current, next, sentence, endedBy }: MaintenanceWire): string {
  const at = (time: string) => formatMoment(Date.parse(time));
  if (current) return `in maintenance until ${at(current.until)}`;
  if (state === "scheduled" && next) return `next at ${at(next.from)}: ${sentence}`;
  return endedBy === null ? `over: ${sentence}` : `over, ended by ${endedBy}: ${sentence}`;
}
