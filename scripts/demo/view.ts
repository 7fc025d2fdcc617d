import type { DeployWire } from "@rollcall/domain/wire";
import { formatShare } from "@rollcall/domain/words";
import {
  marks,
  type Palette,
  paintOfState,
  stateIcons,
  stateWords,
} from "../../apps/cli/src/render/palette.ts";
import { renderShareBar } from "../../apps/cli/src/render/share-bar.ts";
import type { Alert } from "./alerts.ts";

/** What a service of the show is doing, and what the newest deploy of it looks like from outside. */
export type SceneNow = { deploy: DeployWire; about: string };

/** All that the view shows. */
export type View = {
  scenes: SceneNow[];
  alerts: Alert[];
  baseUrl: string;
  signInLink: string;
  palette: Palette;
  columns: number;
  rows: number;
};

const headRows = 7;

/** The running view: where the dashboard is, a row for each service, and the alerts that came last. */
export function renderView(view: View): string[] {
  const { palette, scenes, alerts } = view;
  const alertsMax = Math.max(2, view.rows - headRows - scenes.length * 2);
  return [
    `${palette.strong("Rollcall")}  ${view.baseUrl}   Ctrl-C stops and cleans up`,
    `Sign in, once: ${view.signInLink}`,
    legend(palette),
    "",
    ...scenes.flatMap((scene) => renderScene(scene, view)),
    "",
    ...alerts
      .slice(-alertsMax)
      .map((alert) => `${timeOf(alert.at)}  ${alert.via.padEnd(5)}  ${alert.headline}`),
  ];
}

function renderScene({ deploy, about }: SceneNow, { palette, columns }: View): string[] {
  const state = `${stateIcons[deploy.state]} ${stateWords(deploy.state)}`.padEnd(15);
  const regions = deploy.regions.map(
    ({ region, share }) => `${region} ${formatShare(share.expected, share.samples)}`,
  );
  const barWidth = Math.max(10, Math.min(30, columns - 70));
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

function legend(palette: Palette): string {
  return [
    `${palette.expected(marks.expected)} expected`,
    `${palette.previous(marks.previous)} previous`,
    `${palette.other(marks.other)} other`,
    `${palette.unreadable(marks.unreadable)} unreadable`,
    `${palette.error(marks.error)} error`,
  ].join("   ");
}

function timeOf(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}
