import { defaultAssertions, httpMethod, type ProbeSpec } from "@rollcall/domain/monitor-spec";
import { createGuard } from "@rollcall/outbound";
import { inspectProbe } from "@rollcall/probe";
import { Command, InvalidArgumentError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import type { CliContext } from "../cli-context.ts";
import { UsageError } from "../errors.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { durationOption } from "../option-parsers.ts";
import { renderInspection } from "../render/inspection.ts";

type Options = {
  method: ProbeSpec["method"];
  header: Record<string, string>;
  timeout: number;
  json?: boolean;
};

const redirectsMax = 5;

/** `rollcall probe`: asks an address once, as a monitor would, from this machine and without any server. */
export function probeCommand({ output }: CliContext, finish: (code: ExitCode) => void): Command {
  return new Command("probe")
    .description("probe an address once from here: phases, status, and what looks like a version")
    .argument("<url>", "http or https address")
    .option("--method <method>", "GET or another", methodOption, "GET")
    .option("--header <name: value>", "header to send; may be repeated", headerOption, {})
    .option("--timeout <duration>", "for the whole probe", durationOption, 10_000)
    .option("--json", "print one JSON object")
    .action(async (url: string, { method, header, timeout, json }: Options) => {
      if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
        throw new UsageError(`Not an http or https address: ${url}`);
      const spec: ProbeSpec = {
        url,
        method,
        headers: header,
        body: null,
        timeoutMs: timeout,
        followRedirects: redirectsMax,
        version: null,
        instance: null,
        assertions: defaultAssertions,
      };
      // Whoever types an address here could as well type it after curl.
      const options = { guard: createGuard("all"), userAgent: `rollcall-cli/${manifest.version}` };
      const inspection = await inspectProbe(spec, options);
      if (json) output.print(JSON.stringify(inspection));
      else for (const line of renderInspection(url, inspection, output.palette)) output.print(line);
      finish(inspection.outcome.kind === "answered" ? exitCodes.live : exitCodes.internal);
    });
}

function methodOption(text: string): ProbeSpec["method"] {
  const method = httpMethod.safeParse(text.toUpperCase());
  if (!method.success) throw new InvalidArgumentError(`One of ${httpMethod.options.join(", ")}.`);
  return method.data;
}

function headerOption(text: string, before: Record<string, string>): Record<string, string> {
  const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError("Write it like 'name: value'.");
  return { ...before, [name]: value };
}
