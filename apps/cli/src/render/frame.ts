import { buckets } from "@rollcall/domain/glossary";
import type { DeployWire } from "@rollcall/domain/wire";
import { formatDuration, formatShare } from "@rollcall/domain/words";
import { caveatLines } from "./caveats.ts";
import { marks, type Palette, paintOfState, stateIcons, stateWords } from "./palette.ts";
import { renderShareBar } from "./share-bar.ts";
import { plainText, wrapText } from "./wrap.ts";

/** Where a frame is drawn. `rowsMax` limits the regions shown, so that a frame can be redrawn in place. */
export type Canvas = { columns: number; rowsMax: number; palette: Palette; now: number };

type Region = DeployWire["regions"][number];

const frameRows = 6;

/** The picture of a rollout on a terminal: the sentence, the legend with numbers, one row of marks per region. */
export function renderFrame(deploy: DeployWire, canvas: Canvas): string[] {
  const { palette } = canvas;
  const since = canvas.now - Date.parse(deploy.startedAt ?? deploy.createdAt);
  const regionRowsMax = Math.max(1, canvas.rowsMax - frameRows);
  const shown = deploy.regions.slice(0, regionRowsMax);
  const hidden = deploy.regions.length - shown.length;
  const nameWidth = Math.max(0, ...shown.map(({ region }) => region.length));
  return [
    `${palette.strong(`${deploy.service} › ${deploy.environment}`)}  ${palette.quiet(`announced ${formatDuration(since)} ago`)}`,
    ...renderSentence(deploy, canvas),
    renderLegend(deploy, palette),
    ...shown.map((region) => renderRegion(region, nameWidth, deploy, canvas)),
    ...(hidden > 0 ? [palette.quiet(`and ${hidden} more regions`)] : []),
    ...caveatLines(deploy)
      .slice(0, Math.max(0, regionRowsMax - shown.length))
      .map((line) => palette.quiet(line.slice(0, canvas.columns))),
  ];
}

function renderSentence(deploy: DeployWire, { columns, palette }: Canvas): string[] {
  const title = `${stateIcons[deploy.state]} ${stateWords(deploy.state).toUpperCase()}`;
  const indent = title.length + 2;
  const lines = wrapText(plainText(deploy.sentence), Math.max(20, columns - indent));
  return [
    `${paintOfState(deploy.state, palette)(title)}  ${lines[0] ?? ""}`,
    ...lines.slice(1, 3).map((line) => " ".repeat(indent) + line),
  ];
}

function renderLegend(deploy: DeployWire, palette: Palette): string {
  const { share } = deploy;
  const names = {
    expected: plainText(deploy.version),
    previous: plainText(deploy.previousVersion ?? "previous"),
    other: "other",
    unreadable: "unreadable",
    error: "error",
  };
  return buckets
    .filter((bucket) => bucket === "expected" || share[bucket] > 0)
    .map(
      (bucket) =>
        `${palette[bucket](marks[bucket])} ${names[bucket]} ${formatShare(share[bucket], share.samples)}`,
    )
    .concat(palette.quiet(`${share.samples} answers in ${formatDuration(share.windowSeconds * 1_000)}`))
    .join("   ");
}

function renderRegion(region: Region, nameWidth: number, deploy: DeployWire, canvas: Canvas): string {
  const barWidth = Math.max(8, Math.min(40, canvas.columns - nameWidth - 40));
  const percent = formatShare(region.share.expected, region.share.samples).padStart(9);
  return [
    region.region.padEnd(nameWidth),
    renderShareBar(region.share, barWidth, canvas.palette),
    percent,
    canvas.palette.quiet(regionNote(region, deploy)),
  ].join("  ");
}

function regionNote(region: Region, deploy: DeployWire): string {
  const startedAt = Date.parse(deploy.startedAt ?? deploy.createdAt);
  if (region.doneAt !== null) return `done at +${formatDuration(Date.parse(region.doneAt) - startedAt)}`;
  if (region.share.samples === 0) return "no answers yet";
  return stateWords(region.state);
}
