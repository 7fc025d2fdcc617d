import { setCookie } from "hono/cookie";
import { workspaceCookie } from "../server/web-context.ts";
import type { ApiContext } from "./api-context.ts";

/** Makes the browser look at this workspace from now on. */
export function chooseWorkspace(c: ApiContext, workspaceId: string, baseUrl: string): void {
  setCookie(c, workspaceCookie, workspaceId, {
    httpOnly: true,
    sameSite: "Lax",
    secure: baseUrl.startsWith("https:"),
    path: "/",
    maxAge: 365 * 86_400,
  });
}
