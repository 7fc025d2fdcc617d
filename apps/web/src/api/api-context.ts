/** What every request of the API carries, from the first middleware to the handler. */
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { PageContext, SessionUser } from "../server/web-context.ts";
import type { WebWiring } from "../server/wiring.ts";
import type { RequestLimits } from "./request-limits.ts";

export type ApiEnv = {
  /** Absent in tests, which need no socket. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    requestId: string;
    /** Set once the caller is known. */
    ctx: PageContext;
    /** The person behind a session; `null` for a token. */
    user: SessionUser | null;
  };
};
export type ApiContext = Context<ApiEnv>;

/** What the routes are built from. */
export type ApiDeps = { wiring: WebWiring; limits: RequestLimits };
