import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where an installed program is, or `null` where it is not. Debian keeps some out of a user's PATH. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/sbin", "/usr/local/bin"];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}
