/** Bodies of `/api/auth/*`. Unknown fields are refused, as everywhere. */
import { z } from "zod";

export const passwordMin = 10;
export const passwordMax = 128;

const email = z.email("not an email address").max(254);
const newPassword = z
  .string()
  .min(passwordMin, `at least ${passwordMin} characters`)
  .max(passwordMax, `at most ${passwordMax} characters`);
/** A password being checked: its length is not judged again, only kept from being absurd. */
const givenPassword = z.string().min(1, "missing").max(passwordMax, `at most ${passwordMax} characters`);

export const signUpInput = z.strictObject({
  name: z.string().trim().min(1, "missing").max(100),
  email,
  password: newPassword,
  /** From the set-up link; needed for the first user of an instance that is closed. */
  setupToken: z.string().max(200).optional(),
  /** From an invitation's link; opens a closed instance to its address, and is accepted with the new account. */
  invitationToken: z.string().max(200).optional(),
});
export const signInInput = z.strictObject({
  email,
  password: givenPassword,
  rememberMe: z.boolean().optional(),
});
export const requestResetInput = z.strictObject({
  email,
  /** Accepted for clients of the library; the mail always links to `/reset-password`. */
  redirectTo: z.string().max(2048).optional(),
});
export const resetInput = z.strictObject({ token: z.string().min(1).max(200), newPassword });
export const changePasswordInput = z.strictObject({
  currentPassword: givenPassword,
  newPassword,
  /** Always done, whatever is said here. */
  revokeOtherSessions: z.boolean().optional(),
});
