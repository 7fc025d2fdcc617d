export {
  type ClaimedPreflight,
  claimPreflights,
  registryCredentials,
  renewPreflights,
} from "./claim-preflights.ts";
export { type RecordedPreflight, recordPreflight } from "./record-preflight.ts";
export { preflightChannel } from "./request-preflight.ts";
