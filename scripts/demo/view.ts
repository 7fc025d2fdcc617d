import type { DeployWire } from "@rollcall/domain/wire";
import { formatShare } from "@rollcall/domain/words";
import type { Output } from "../../apps/cli/src/output.ts";
import { marks, paintOfState, stateIcons, stateWords } from "../../apps/cli/src/render/palette.ts";
import { renderShareBar } from "../../apps/cli/src/render/share-bar.ts";
import type { Alert } from "./alerts.ts";

/** What a service of the show is doing, and how its newest deploy looks from outside. */
export type Scene = { deploy: DeployWire; about: string };

/** Where the show is seen: redrawn in place on a terminal, a line per change elsewhere. */
export type View = { show(scenes: readonly Scene[], alerts: readonly Alert[]): void };

const headRows = 7;

/** A view that begins with where the dashboard is and how to get in. */
export function createView(output: Output, baseUrl: string, signInLink: string): View {
  const { palette } = output;
  const head = [
    `${palette.strong("Rollcall")}  ${baseUrl}   Ctrl-C stops and cleans up`,
    `Sign in, once: ${signInLink}`,
  ];
  if (!output.isTty) {
    for (const line of head) output.print(line);
    return createLog(output);
  }
  const legend = [
    `${palette.expected(marks.expected)} expected`,
    `${palette.previous(marks.previous)} previous`,
    `${palette.other(marks.other)} other`,
    `${palette.unreadable(marks.unreadable)} unreadable`,
    `${palette.error(marks.error)} error`,
  ].join("   ");
  return {
    show: (scenes, alerts) => {
      const alertsMax = Math.max(2, output.rows() - headRows - scenes.length * 2);
      const told = alerts.slice(-alertsMax).map(renderAlert);
      output.draw([
        ...head,
        legend,
        "",
        ...scenes.flatMap((scene) => renderScene(scene, output)),
        "",
        ...told,
      ]);
    },
  };
}

function createLog(output: Output): View {
  const printed = new Set<string>();
  return {
    show: (scenes, alerts) => {
      const changes = scenes.map(
        ({ deploy, about }) =>
          `${deploy.service} ${deploy.version}  ${stateIcons[deploy.state]} ${stateWords(deploy.state)}  (${about})`,
      );
      for (const line of [...changes, ...alerts.map(renderAlert)]) {
        if (!printed.has(line)) output.print(line);
        printed.add(line);
      }
    },
  };
}

function renderScene({ deploy, about }: Scene, { palette, columns }: Output): string[] {
  const state = `${stateIcons[deploy.state]} ${stateWords(deploy.state)}`.padEnd(15);
  const barWidth = Math.max(10, Math.min(30, columns() - 90));
  const regions = deploy.regions.map(
    ({ region, share }) => `${region} ${formatShare(share.expected, share.samples)}`,
  );
  return [
    [
      deploy.service.padEnd(13),
      deploy.version.padEnd(8),
      paintOfState(deploy.state, palette)(state),
      renderShareBar(deploy.share, barWidth, palette),
      regions.join("  "),
    ].join(" "),
    palette.quiet(`  ${about}`),
  ];
}

function renderAlert({ at, via, headline }: Alert): string {
  return `${new Date(at).toISOString().slice(11, 19)}  ${via.padEnd(5)}  ${headline}`;
}
