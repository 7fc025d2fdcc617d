import type { PlainMail } from "@rollcall/notify";
import type { Logger } from "@rollcall/runtime";

/**
 * How a reset link reaches its person: by mail when `mail` is given. Without SMTP the instance belongs to whoever
 * reads its console, so the link is written there, on one line, for the operator to hand on.
 */
export function createSendReset(deps: {
  mail: ((mail: PlainMail) => Promise<void>) | null;
  log: Logger;
}): (to: { email: string; name: string }, link: string) => Promise<void> {
  const { mail, log } = deps;
  return async (to, link) => {
    if (mail === null) {
      log.warn(
        { email: to.email, link },
        "password reset asked for; SMTP_URL is not set, so hand this link on yourself",
      );
      return;
    }
    await mail({ to: to.email, ...resetMail(to.name, link) });
  };
}

function resetMail(name: string, link: string): Omit<PlainMail, "to"> {
  return {
    subject: "Reset your Rollcall password",
    lines: [
      `Hello ${name},`,
      "somebody asked to reset your Rollcall password. If it was you, choose a new one within an hour:",
      link,
      "If it was not you, do nothing: your password stays as it is.",
    ],
  };
}
