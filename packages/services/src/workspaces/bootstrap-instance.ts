import { randomUUID } from "node:crypto";
import { type Database, inTransaction, newId, type Tx } from "@rollcall/db";
import { hashTokenSecret, tokenPrefix } from "../tokens/index.ts";
import { createWorkspaceForUser } from "./create-workspace.ts";

type Deps = {
  db: Database;
  baseUrl: string;
  now: () => Date;
  /** The hash that sign-in verifies. */
  hashPassword: (password: string) => Promise<string>;
};
type Bootstrap = { email: string; password: string; token: string | null };

/**
 * Makes the owner, their workspace and an API token of scope `full` with the given value, from the environment
 * of a first run without a browser. What exists is left as it is: an owner keeps a changed password, a revoked
 * token stays revoked. Gives back the workspace's id.
 */
export async function bootstrapInstance(deps: Deps, wanted: Bootstrap): Promise<string> {
  const email = wanted.email.toLowerCase();
  const password = await deps.hashPassword(wanted.password);
  const user = await inTransaction(deps.db, (tx) => ensureUser(tx, deps.now(), email, password));
  // The owner of the instance, not one of its customers.
  const workspaceId = await createWorkspaceForUser({ ...deps, plan: "self_hosted" }, user);
  if (wanted.token !== null) await ensureToken(deps, workspaceId, wanted.token);
  return workspaceId;
}

async function ensureUser(
  tx: Tx,
  now: Date,
  email: string,
  password: string,
): Promise<{ id: string; name: string }> {
  const name = email.split("@")[0] ?? email;
  const { count } = await tx.user.createMany({
    data: [{ id: newId("usr"), email, name, createdAt: now, updatedAt: now }],
    skipDuplicates: true,
  });
  const user = await tx.user.findUniqueOrThrow({ where: { email } });
  if (count === 1)
    await tx.account.create({
      data: {
        id: randomUUID(),
        accountId: user.id,
        providerId: "credential",
        userId: user.id,
        password,
        createdAt: now,
        updatedAt: now,
      },
    });
  return user;
}

async function ensureToken(deps: Deps, workspaceId: string, secret: string): Promise<void> {
  await deps.db.prisma.apiToken.createMany({
    data: [
      {
        id: newId("tok"),
        workspaceId,
        name: "bootstrap",
        prefix: tokenPrefix(secret),
        hash: hashTokenSecret(secret),
        scope: "full",
        services: [],
        environments: [],
        createdBy: "system:bootstrap",
        createdAt: deps.now(),
      },
    ],
    skipDuplicates: true,
  });
}
