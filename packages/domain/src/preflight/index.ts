export { checkAgainInMs } from "./check-again.ts";
export { describePreflight, warnOfPreflight } from "./describe-preflight.ts";
export { imageIdentities } from "./image-identities.ts";
export {
  formatImage,
  type ImageReference,
  normaliseRegistryHost,
  type ParsedImage,
  parseImage,
} from "./image-reference.ts";
export {
  type PreflightFact,
  type PreflightOutcome,
  preflightOutcome,
  type RegistryAccess,
} from "./outcome.ts";
export { checkPlatforms, learnPlatforms, normalisePlatform, type RequiredPlatforms } from "./platforms.ts";
export { preflightCause } from "./preflight-cause.ts";
export { provesAbsence } from "./proof.ts";
