/** How often somebody may try to sign up, in, or reset a password: asked before any password is hashed. */
import { createRateLimiter } from "../server/rate-limiter.ts";

export type AuthAction = "sign_up" | "sign_in" | "reset";
export type AuthLimits = {
  /**
   * Counts a try and throws `rate_limited` when there were too many from this address, or on this account: from this
   * address when somebody signs in, so that nobody can lock another person out.
   */
  count(action: AuthAction, address: string, email?: string): Promise<void>;
  /** A success frees the account again, so that only failures lock it. */
  forget(action: AuthAction, address: string, email: string): Promise<void>;
};

const minutes = 60;
const perAddress = {
  sign_up: { points: 60, windowSeconds: 60 * minutes },
  sign_in: { points: 100, windowSeconds: 15 * minutes },
  reset: { points: 30, windowSeconds: 60 * minutes },
};
const perAccount = {
  sign_up: { points: 10, windowSeconds: 60 * minutes },
  sign_in: { points: 10, windowSeconds: 15 * minutes },
  reset: { points: 5, windowSeconds: 60 * minutes },
};

/** One set of counters per process. */
export function createAuthLimits(): AuthLimits {
  const addresses = limitersOf(perAddress);
  const accounts = limitersOf(perAccount);
  return {
    async count(action, address, email) {
      await addresses[action].count(address);
      if (email !== undefined) await accounts[action].count(accountKey(action, address, email));
    },
    async forget(action, address, email) {
      await accounts[action].forget(accountKey(action, address, email));
    },
  };
}

function accountKey(action: AuthAction, address: string, email: string): string {
  return action === "sign_in" ? `${email.toLowerCase()} ${address}` : email.toLowerCase();
}

function limitersOf(rules: typeof perAddress) {
  return {
    sign_up: createRateLimiter(rules.sign_up),
    sign_in: createRateLimiter(rules.sign_in),
    reset: createRateLimiter(rules.reset),
  };
}
