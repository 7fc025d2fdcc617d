/** The way to a workspace's owners that needs no set-up: their email addresses, as they stand when a message is sent. */
import { type Database, newId, type Tx } from "@rollcall/db";

/** The id of the workspace's hidden channel to its owners; made when there is none yet. */
export async function ensureOwnersChannel(tx: Tx, workspaceId: string, now: Date): Promise<string> {
  const blank = { config: {}, sealed: "", services: [], environments: [] };
  await tx.channel.createMany({
    data: {
      id: newId("chn"),
      workspaceId,
      kind: "email",
      name: "owners",
      forOwners: true,
      createdAt: now,
      updatedAt: now,
      ...blank,
    },
    skipDuplicates: true,
  });
  const { id } = await tx.channel.findFirstOrThrow({ where: { workspaceId, forOwners: true } });
  return id;
}

/** The addresses of the owners of a workspace. */
export async function readOwnerAddresses(db: Database, workspaceId: string): Promise<string[]> {
  const owners = await db.prisma.member.findMany({
    where: { workspaceId, role: "owner" },
    select: { user: { select: { email: true } } },
    orderBy: { createdAt: "asc" },
  });
  return owners.map(({ user }) => user.email);
}
