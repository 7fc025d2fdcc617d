export {
  type Classification,
  classifyAnswer,
  foldAxes,
  type KnownIdentities,
  reportedVersion,
  type VersionBucket,
  versionBucket,
} from "./classify-answer.ts";
export { type IdentityMatch, type MatchRule, matchIdentity, matchRules } from "./match-identity.ts";
export { isReadableVersion } from "./readable-version.ts";
