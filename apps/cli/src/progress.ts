import type { DeployWire } from "@rollcall/domain/wire";
import type { Unreachable } from "./errors.ts";
import type { Ending } from "./exit-codes.ts";
import type { Output } from "./output.ts";
import { isWorthALine, renderChangeLine } from "./render/change-line.ts";
import { renderEnding } from "./render/ending.ts";
import { renderFrame } from "./render/frame.ts";
import type { WaitListener } from "./wait-for-deploy.ts";

/** How a wait shows itself: redrawn in place on a terminal, a line per change in a log, NDJSON for programs. */
export function createProgress(
  kind: "live" | "lines" | "json",
  output: Output,
  now: () => number,
): WaitListener {
  if (kind === "json") return jsonProgress(output);
  return kind === "live" ? liveProgress(output, now) : lineProgress(output, now);
}

function jsonProgress(output: Output): WaitListener {
  const print = (line: object) => output.print(JSON.stringify(line));
  return {
    onDeploy: (deploy) => print({ type: "deploy", deploy }),
    onContact: (error) =>
      print({ type: "contact", reachable: error === null, message: error?.message ?? null }),
    onEnd: (deploy, { code, headline }) =>
      print({ type: "end", deployId: deploy.id, state: deploy.state, exitCode: code, headline }),
    onTick: () => {},
  };
}

function lineProgress(output: Output, now: () => number): WaitListener {
  const lastShown = new Map<string, DeployWire>();
  return {
    onDeploy: (deploy) => {
      if (!isWorthALine(lastShown.get(deploy.id) ?? null, deploy)) return;
      lastShown.set(deploy.id, deploy);
      output.print(renderChangeLine(deploy, now()));
    },
    onContact: (error) => output.warn(contactWords(error)),
    onEnd: (deploy, ending) => printEnding(output, deploy, ending),
    onTick: () => {},
  };
}

/** Several deploys of a release stand below one another. Numbers change at most once a second. */
function liveProgress(output: Output, now: () => number): WaitListener {
  const deploys = new Map<string, DeployWire>();
  const ended = new Map<string, Ending>();
  let trouble: Unreachable | null = null;
  const draw = () => {
    const rowsMax = Math.floor((output.rows() - 2) / Math.max(1, deploys.size));
    const canvas = { columns: output.columns(), rowsMax, palette: output.palette, now: now() };
    const lines = [...deploys.values()].flatMap((deploy) => [...renderFrame(deploy, canvas), ""]);
    output.draw(trouble ? [...lines, output.palette.bad(contactWords(trouble))] : lines);
  };
  return {
    onDeploy: (deploy, before) => {
      deploys.set(deploy.id, deploy);
      if (before?.state !== deploy.state) draw();
    },
    onContact: (error) => {
      trouble = error;
    },
    onEnd: (deploy, ending) => {
      ended.set(deploy.id, ending);
      draw();
      if (ended.size === deploys.size)
        for (const [id, last] of ended) {
          const shown = deploys.get(id);
          if (shown) printEnding(output, shown, last);
        }
    },
    onTick: draw,
  };
}

function printEnding(output: Output, deploy: DeployWire, ending: Ending): void {
  for (const line of renderEnding(deploy, ending, output.palette)) output.print(line);
}

function contactWords(error: Unreachable | null): string {
  return error ? `${error.message} Trying again.` : "Rollcall is reachable again.";
}
