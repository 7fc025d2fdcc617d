/** What GitHub Actions reads: annotations on the log, outputs of the step, a summary on the run's page. */
import { appendFileSync } from "node:fs";
import type { Cause } from "@rollcall/domain/glossary";
import type { DeployWire } from "@rollcall/domain/wire";
import { formatDuration, formatShare } from "@rollcall/domain/words";
import type { Env } from "./ci-fields.ts";
import { type Ending, exitCodes } from "./exit-codes.ts";
import { stateIcons, stateWords } from "./render/palette.ts";
import { expectedPercent } from "./render/share-bar.ts";
import { plainText } from "./render/wrap.ts";

/** A workflow command that marks the run: `::error title=Rollout stuck::eu-west still serves 1.41.3`. */
export function renderAnnotation(level: "error" | "warning", title: string, text: string): string {
  return `::${level} title=${escapeProperty(title)}::${escapeData(text)}`;
}

/** What the annotation says: the sentence, then the likeliest cause with what shows it, what to type next and its page. */
export function annotationText({ service, environment, sentence, causes: [cause] }: DeployWire): string {
  const lines = [
    `${service} › ${environment}: ${sentence}`,
    ...(cause === undefined
      ? []
      : [
          `Likely cause: ${cause.title}.`,
          ...cause.evidence.slice(0, 1).map((line) => `Read: ${line}`),
          ...cause.next.slice(0, 1).map((step) => `Next: ${step}`),
          ...(cause.docs === undefined ? [] : [`More: ${cause.docs}`]),
        ]),
  ];
  return lines.map(plainText).join("\n");
}

/** Lines for `$GITHUB_OUTPUT`: `state`, `share` in percent, `url`, `duration-seconds` and the deploy's id. */
export function renderOutputs(deploy: DeployWire, durationMs: number): string {
  const outputs = {
    deploy: deploy.id,
    state: deploy.state,
    share: String(expectedPercent(deploy.share) ?? 0),
    url: deploy.links.dashboard,
    "duration-seconds": String(Math.round(durationMs / 1_000)),
  };
  return Object.entries(outputs)
    .map(([name, value]) => `${name}=${plainText(value)}\n`)
    .join("");
}

/** Markdown for `$GITHUB_STEP_SUMMARY`: the sentence, a row per region, causes and the link. */
export function renderSummary(deploy: DeployWire, ending: Ending | null, durationMs: number): string {
  const { startedAt } = deploy;
  const doneAfter = (doneAt: string | null) =>
    doneAt && startedAt ? `+${formatDuration(Date.parse(doneAt) - Date.parse(startedAt))}` : "–";
  const rows = deploy.regions.map((region) => [
    region.region,
    stateWords(region.state),
    formatShare(region.share.expected, region.share.samples),
    `${region.share.samples}`,
    doneAfter(region.doneAt),
  ]);
  const causes = ending?.code === exitCodes.live ? [] : deploy.causes.slice(0, 3);
  return [
    `### ${stateIcons[deploy.state]} ${escapeMarkdown(deploy.service)} › ${escapeMarkdown(deploy.environment)}: ${stateWords(deploy.state)}`,
    "",
    escapeMarkdown(plainText(deploy.sentence)),
    "",
    ...(rows.length > 0
      ? [
          "| region | state | share | answers | done |",
          "| --- | --- | ---: | ---: | ---: |",
          ...rows.map((cells) => `| ${cells.map(escapeMarkdown).join(" | ")} |`),
          "",
        ]
      : []),
    ...causes.map((cause) => `- **${titleOf(cause)}**${evidenceOf(cause)}${nextOf(cause.next)}`),
    ...(causes.length > 0 ? [""] : []),
    `[Rollout](${deploy.links.dashboard}) · watched for ${formatDuration(durationMs)}`,
    "",
    "",
  ].join("\n");
}

/** Appends to the files that GitHub names in the environment; does nothing elsewhere. */
export function writeGithubFiles(
  env: Env,
  deploy: DeployWire,
  ending: Ending | null,
  durationMs: number,
): void {
  if (env.GITHUB_OUTPUT) appendFileSync(env.GITHUB_OUTPUT, renderOutputs(deploy, durationMs));
  if (env.GITHUB_STEP_SUMMARY)
    appendFileSync(env.GITHUB_STEP_SUMMARY, renderSummary(deploy, ending, durationMs));
}

function titleOf({ title, docs }: Cause): string {
  const words = escapeMarkdown(plainText(title));
  return docs === undefined || !/^https?:\/\/[^\s()]+$/.test(docs) ? words : `[${words}](${docs})`;
}

function evidenceOf({ evidence: [line] }: Cause): string {
  return line === undefined ? "" : `: ${escapeMarkdown(plainText(line))}`;
}

function nextOf(commands: readonly string[]): string {
  const [first] = commands;
  if (first === undefined) return "";
  const [, text, url] = /^(.+): (https?:\/\/[^\s()]+)$/.exec(plainText(first)) ?? [];
  if (text !== undefined) return `, next: [${escapeMarkdown(text)}](${url})`;
  return `, next: \`${plainText(first).replaceAll("`", "'")}\``;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, (sign) => `\\${sign}`);
}
