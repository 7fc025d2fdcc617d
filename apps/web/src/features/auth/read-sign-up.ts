import { hasUsers } from "@rollcall/services/workspaces";
import type { WebWiring } from "@/server/wiring.ts";

/** Whether anyone may sign up now, and whether the instance still waits for its first account. */
export type SignUp = { isOpen: boolean; isFirstRun: boolean };

export async function readSignUp({ env, db }: Pick<WebWiring, "env" | "db">): Promise<SignUp> {
  return { isOpen: env.signUp === "open", isFirstRun: !(await hasUsers(db)) };
}
