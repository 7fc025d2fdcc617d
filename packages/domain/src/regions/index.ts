export { advanceProbeOutage } from "./advance-probe-outage.ts";
export {
  type ClockWindow,
  clockSkewMs,
  correctInstant,
  foldClock,
  skewCorrectedMs,
  skewWarnedMs,
} from "./clock-offset.ts";
export { isOfflineReport } from "./is-offline-report.ts";
export { describeProbeOutage, type ProbeOutageWords } from "./probe-outage-words.ts";
export { forgottenAfterMs, heardWithinMs, regionPresence } from "./region-presence.ts";
export type {
  LostHow,
  LostRegion,
  ProbeOutage,
  ProbeOutageAdvance,
  ProbeOutageChange,
  ProberSign,
  RegionPresence,
} from "./types.ts";
