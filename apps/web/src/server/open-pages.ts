import { existsSync } from "node:fs";
import path from "node:path";
import next from "next";
import { webDir } from "./app-root.ts";
import type { PageAnswerer } from "./create-web-server.ts";

/** Opens the Next app: its build when there is one or in production, otherwise compiled page by page as asked for. */
export async function openPages(nodeEnv: string): Promise<PageAnswerer & { close(): Promise<void> }> {
  const isDev = nodeEnv !== "production" && !existsSync(path.join(webDir, ".next/BUILD_ID"));
  const app = next({ dev: isDev, dir: webDir });
  await app.prepare();
  return { isDev, answer: app.getRequestHandler(), close: () => app.close() };
}
