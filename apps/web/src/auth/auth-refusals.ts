import { AppError, type ProblemCode } from "@rollcall/domain/problem";

type Refusal = { code: ProblemCode; message: string; pointer?: string; detail?: string };

const wrongLink: Refusal = {
  code: "invalid_input",
  message: "This link is used up or too old; ask for a new one.",
  pointer: "#/token",
  detail: "used up or too old",
};
const wrongPair: Refusal = { code: "unauthorized", message: "The email address or the password is wrong." };
const takenEmail: Refusal = {
  code: "invalid_input",
  message: "This email address cannot be used to sign up. If it is yours, sign in or reset its password.",
  pointer: "#/email",
  detail: "cannot be used",
};

/** The library's codes, in our words. An unknown one is judged by its status alone. */
const refusals: Record<string, Refusal> = {
  INVALID_EMAIL_OR_PASSWORD: wrongPair,
  USER_ALREADY_EXISTS: takenEmail,
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: takenEmail,
  INVALID_TOKEN: wrongLink,
  USER_NOT_FOUND: wrongLink,
  INVALID_PASSWORD: {
    code: "invalid_input",
    message: "The current password is wrong.",
    pointer: "#/currentPassword",
    detail: "wrong",
  },
};

/** What a refusal of the sign-in library means for the person who was refused. */
export function refusalOf(status: number, libraryCode: string | undefined): AppError {
  const known = refusals[libraryCode ?? ""];
  if (known !== undefined) {
    const errors = known.pointer ? [{ detail: known.detail ?? known.message, pointer: known.pointer }] : [];
    return new AppError(known.code, known.message, { errors });
  }
  if (status === 401) return new AppError("unauthorized", "Sign in first.");
  if (status === 403) return new AppError("forbidden", "This is not allowed from here.");
  if (status < 500) return new AppError("invalid_input", "This was refused.", { detail: libraryCode });
  return new AppError("internal", "Signing in does not work right now.", { detail: libraryCode });
}
