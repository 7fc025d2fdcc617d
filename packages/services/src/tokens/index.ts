export { authenticateToken } from "./authenticate-token.ts";
export { createToken } from "./create-token.ts";
export {
  claimIdempotencyKey,
  dropClaim,
  type IdempotencyClaim,
  keepAnswer,
  type StoredAnswer,
} from "./idempotency.ts";
export { listTokens } from "./list-tokens.ts";
export { revokeToken } from "./revoke-token.ts";
export { hashTokenSecret, tokenPrefix } from "./token-secret.ts";
