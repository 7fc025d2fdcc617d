/** Scripted rollouts: what to do with which pod at which moment, worked out beforehand and without a clock. */
import { AppError } from "@rollcall/domain/problem";
import { z } from "zod";
import type { EdgeConfig } from "./edge-cache.ts";
import type { PodBehaviour, PodChange } from "./pod-behaviour.ts";

/**
 * `rolling`: pods are replaced one after the other · `never_starts`: the first new pod never gets ready ·
 * `stops_at`: `stopAt` pods are replaced, the next new one never gets ready · `new_fails`: the new version answers
 * `errorStatus` · `flips_back`: complete, then the old version returns · `region_left_behind`: every region but
 * `region` · `edge_stale`: complete, but an edge keeps serving what it had cached · `slow_old_pods`: the old pods
 * take `oldLatencyMs` for an answer · `missing_chunk`: complete, but one of the files that the new page asks for is
 * not there · `in_waves`: a quarter of the pods at a time, one wave every `stepMs` · `flip_flop`: in turns of `stepMs`
 * another third of the pods is new, and old again in the next, `turns` times.
 */
export const scenarioKinds = [
  "rolling",
  "never_starts",
  "stops_at",
  "new_fails",
  "flips_back",
  "region_left_behind",
  "edge_stale",
  "slow_old_pods",
  "missing_chunk",
  "in_waves",
  "flip_flop",
] as const;

/** A scripted rollout to `version`. A pod's turn comes every `stepMs`; its successor needs `startMs` to get ready. */
export const scenario = z.strictObject({
  kind: z.enum(scenarioKinds),
  version: z.string().min(1),
  commit: z.string().nullable().default(null),
  stepMs: z.int().min(0).max(600_000).default(1_000),
  startMs: z.int().min(0).max(600_000).default(500),
  /** Each further region begins this much later. */
  regionDelayMs: z.int().min(0).max(600_000).default(0),
  /** Default: half of the pods. */
  stopAt: z.int().min(0).optional(),
  /** Default: the last region. */
  region: z.string().optional(),
  errorStatus: z.int().min(400).max(599).default(500),
  oldLatencyMs: z.int().min(0).max(600_000).default(3_000),
  /** From the last pod's replacement to the return of the first old one. */
  flipAfterMs: z.int().min(0).max(3_600_000).default(10_000),
  turns: z.int().min(1).max(1_000).default(10),
  ttlSeconds: z.int().min(1).max(31_536_000).default(3_600),
});
export type Scenario = z.infer<typeof scenario>;
export type ScenarioInput = z.input<typeof scenario>;

/** `start`: a successor appears, not ready. `promote`: it gets ready and its predecessor leaves. */
export type StepAct =
  | { kind: "edge"; config: EdgeConfig }
  | { kind: "change"; slot: number; change: PodChange }
  | { kind: "start"; slot: number; behaviour: PodBehaviour }
  | { kind: "promote"; slot: number };

/** One thing to do at one site, `atMs` after the beginning; the site without region is `null`. */
export type Step = { atMs: number; region: string | null; act: StepAct };

/** A site as the plan finds it: how each of its pods answers now. */
export type SiteNow = { region: string | null; pods: PodBehaviour[] };

/**
 * The whole script in the order of its time. New pods begin from `template`, so that what was done to the old ones
 * does not stick to them. The site without region takes part in every scenario, as the way in from nowhere special.
 */
export function planScenario(script: Scenario, sites: readonly SiteNow[], template: PodBehaviour): Step[] {
  const regions = sites.map((site) => site.region).filter((region) => region !== null);
  if (script.kind === "region_left_behind" && !regions.includes(script.region ?? regions.at(-1) ?? ""))
    throw new AppError("invalid_input", "Name one of the fleet's regions to leave behind.", {
      errors: [{ detail: `one of: ${regions.join(", ")}`, pointer: "#/region" }],
    });
  const leftBehind = script.kind === "region_left_behind" ? (script.region ?? regions.at(-1)) : undefined;
  return sites
    .filter((site) => leftBehind === undefined || site.region !== leftBehind)
    .flatMap((site) => {
      const delayMs = Math.max(0, regions.indexOf(site.region ?? "")) * script.regionDelayMs;
      const steps = [
        ...planPreparation(script, site),
        ...planReplacement(script, site, template).map((step) => ({ ...step, atMs: step.atMs + delayMs })),
      ];
      return steps.map((step) => ({ ...step, region: site.region }));
    })
    .sort((a, b) => a.atMs - b.atMs);
}

type SiteStep = Omit<Step, "region">;

function planPreparation(script: Scenario, site: SiteNow): SiteStep[] {
  if (script.kind === "edge_stale")
    return [{ atMs: 0, act: { kind: "edge", config: { ttlSeconds: script.ttlSeconds, staleSeconds: 0 } } }];
  if (script.kind !== "slow_old_pods") return [];
  return site.pods.map((_, slot) => ({
    atMs: 0,
    act: { kind: "change", slot, change: { latencyMs: script.oldLatencyMs } },
  }));
}

function planReplacement(script: Scenario, site: SiteNow, template: PodBehaviour): SiteStep[] {
  const count = site.pods.length;
  const replaced = countReplaced(script, count);
  const failing = script.kind === "new_fails" ? { errorRate: 1, errorStatus: script.errorStatus } : {};
  const assets = script.kind === "missing_chunk" ? { assets: hashedAssets(script.version) } : {};
  const next = { ...template, version: script.version, commit: script.commit, ...failing, ...assets };
  const replace = (slot: number, behaviour: PodBehaviour, fromMs: number): SiteStep[] => [
    { atMs: fromMs, act: { kind: "start", slot, behaviour } },
    { atMs: fromMs + script.startMs, act: { kind: "promote", slot } },
  ];
  if (script.kind === "flip_flop") {
    return turnsOf(script, count).flatMap(({ atMs, slot, isNew }) =>
      replace(slot, isNew ? next : (site.pods[slot] ?? template), atMs),
    );
  }

  const turnOf = (slot: number) => (script.kind === "in_waves" ? Math.floor((4 * slot) / count) : slot);
  const forth = site.pods
    .slice(0, replaced)
    .flatMap((_, slot) => replace(slot, next, turnOf(slot) * script.stepMs));
  const stillborn: SiteStep[] =
    replaced < count
      ? [{ atMs: replaced * script.stepMs, act: { kind: "start", slot: replaced, behaviour: next } }]
      : [];
  if (script.kind !== "flips_back") return [...forth, ...stillborn];

  const backFromMs = (count - 1) * script.stepMs + script.startMs + script.flipAfterMs;
  return [
    ...forth,
    ...site.pods.flatMap((old, slot) => replace(slot, old, backFromMs + slot * script.stepMs)),
  ];
}

/** Who changes sides in which turn: the next third becomes new, and what was new in the turn before is old again. */
function turnsOf({ turns, stepMs }: Scenario, pods: number) {
  return Array.from({ length: turns * pods }, (_, i) => {
    const [turn, slot] = [Math.floor(i / pods), i % pods];
    return { atMs: turn * stepMs, slot, turnsAfter: turn - (slot % 3) };
  })
    .filter(({ turnsAfter }) => turnsAfter >= 0 && turnsAfter % 3 < 2)
    .map(({ turnsAfter, ...change }) => ({ ...change, isNew: turnsAfter % 3 === 0 }));
}

/** Names that no other version has, as bundlers give them. */
function hashedAssets(version: string): PodBehaviour["assets"] {
  const hash = encodeURIComponent(version);
  return {
    [`/assets/app-${hash}.css`]: "there",
    [`/assets/app-${hash}.js`]: "there",
    [`/assets/chunk-${hash}.js`]: "missing",
  };
}

function countReplaced(script: Scenario, pods: number): number {
  if (script.kind === "never_starts") return 0;
  if (script.kind === "stops_at") return Math.min(script.stopAt ?? Math.floor(pods / 2), pods);
  return pods;
}
