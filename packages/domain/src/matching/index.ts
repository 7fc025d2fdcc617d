export {
  type Classification,
  classifyAnswer,
  type KnownIdentities,
  type VersionBucket,
  versionBucket,
} from "./classify-answer.ts";
export { type IdentityMatch, type MatchRule, matchIdentity, matchRules } from "./match-identity.ts";
export { isReadableVersion } from "./readable-version.ts";
