import { spawnSync } from "node:child_process";
import { stat } from "node:fs/promises";

/** The user PostgreSQL runs as. */
export type Account = { uid: number; gid: number };

/**
 * PostgreSQL refuses to run as root: for root this is the owner of an existing `clusterDir`, else the user
 * `postgres`, else `nobody`. `null` for everybody else: PostgreSQL then runs as the caller.
 */
export async function unprivilegedAccount(clusterDir: string): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(clusterDir).catch(() => null);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = findUser("postgres") ?? findUser("nobody");
  if (!account)
    throw new Error(
      "PostgreSQL does not run as root and there is no user postgres or nobody. Set DATABASE_URL.",
    );
  return account;
}

function findUser(name: string): Account | null {
  const ask = (flag: string) => spawnSync("id", [flag, name], { encoding: "utf8" });
  const uid = ask("-u");
  const gid = ask("-g");
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : null;
}

/** True when the account can reach the folder through every folder above it. */
export function canReach(folder: string, account: Account): boolean {
  return (
    spawnSync("/bin/sh", ["-c", 'cd "$0"', folder], { ...account, cwd: "/", stdio: "ignore" }).status === 0
  );
}
