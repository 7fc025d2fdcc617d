/** How strictly deploys are judged, as it goes in and out of the API: of a deploy, and of a service by default. */
import { z } from "zod";

/** In tenths of a percent, so that the words about it are exact. */
function shareBetween(least: number, most: number) {
  const error = `must be a share from ${least} (${least * 100} %) to ${most} (${most * 100} %), in steps of 0.001`;
  return z.number({ error }).min(least, error).max(most, error).multipleOf(0.001, error);
}

function secondsBetween(least: number, most: number) {
  const error = `must be a whole number of seconds from ${least} to ${most}`;
  return z.int({ error }).min(least, error).max(most, error);
}

const probes = "must be a whole number of probes from 1 to 20";
const dayS = 86_400;

/** Why they end where they do stands in docs/guides/policy.md. */
const fields = {
  tolerance: shareBetween(0.01, 0.5).describe("Less than this share may still get something else (0.1)"),
  risk: shareBetween(0.001, 0.1).describe("How likely a false live may be, over the whole watch (0.01)"),
  progressDeadlineSeconds: secondsBetween(1, 7 * dayS).describe("Stuck after so long without progress (600)"),
  holdSeconds: secondsBetween(0, dayS).describe("The proof must hold so long (0, behind a CDN 60)"),
  soakSeconds: secondsBetween(0, dayS).describe("Compared with before for so long after live (900)"),
  probesPerSecondMax: z
    .int({ error: probes })
    .min(1, probes)
    .max(20, probes)
    .describe("Of each monitor from each region in a burst (as many as the proof takes)"),
};

/** What a deploy states, or a service by default; what is absent is left to the next in line. */
export const statedPolicy = z.object(fields).partial();
export type StatedPolicy = z.infer<typeof statedPolicy>;
export type PolicyName = keyof StatedPolicy;

/** A change of a service's defaults in one environment: `null` gives a setting back to Rollcall's own default. */
export const policyPatch = z.strictObject({
  tolerance: fields.tolerance.nullable().optional(),
  risk: fields.risk.nullable().optional(),
  progressDeadlineSeconds: fields.progressDeadlineSeconds.nullable().optional(),
  holdSeconds: fields.holdSeconds.nullable().optional(),
  soakSeconds: fields.soakSeconds.nullable().optional(),
  probesPerSecondMax: fields.probesPerSecondMax.nullable().optional(),
});
export type PolicyPatch = z.infer<typeof policyPatch>;

/** Who chose a setting. */
export const policySource = z.enum(["deploy", "service", "default"]);
export type PolicySource = z.infer<typeof policySource>;

const chosen = <T extends z.ZodType>(value: T) => z.object({ value, from: policySource });

/** Every setting that holds, and who chose it. */
export const policyWire = z.object({
  tolerance: chosen(z.number()),
  risk: chosen(z.number()),
  progressDeadlineSeconds: chosen(z.int()),
  /** `null`: none, or a minute behind a CDN. */
  holdSeconds: chosen(z.int().nullable()),
  soakSeconds: chosen(z.int()),
  /** `null`: as many as the proof takes. */
  probesPerSecondMax: chosen(z.int().nullable()),
});
export type PolicyWire = z.infer<typeof policyWire>;
