import { inTransaction, newId, type Prisma, type Tx } from "@rollcall/db";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { type RegistryWire, type SetRegistryInput, setRegistryInput } from "@rollcall/domain/wire";
import type { Sealer } from "@rollcall/runtime";
import { notifyWorkspace, writeAudit } from "../audit.ts";
import { requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import { checkRegistryAgain } from "../preflight/request-preflight.ts";
import { sealRegistryPassword } from "./registry-password.ts";
import { toRegistryWire } from "./to-registry-wire.ts";

const registriesMax = 50;

/** What verbs need that store a password. */
export type RegistryContext = ServiceContext & { sealer: Sealer };

/**
 * Says how to reach a registry and as whom to look for images; one per host, setting it again replaces it. Images of
 * open deploys are looked for again at once.
 */
export async function setRegistry(ctx: RegistryContext, input: unknown): Promise<RegistryWire> {
  requirePermission(ctx, "write");
  requireWholeWorkspace(ctx);
  const wanted = parseInput(setRegistryInput, input);
  const { workspaceId } = ctx;
  return inTransaction(ctx.db, async (tx) => {
    // One at a time: two that set the same host would both make it.
    await tx.$queryRaw`SELECT id FROM workspace WHERE id = ${workspaceId} FOR NO KEY UPDATE`;
    const before = await tx.registry.findFirst({ where: { workspaceId, host: wanted.host } });
    if (before === null) await requireRoom(tx, workspaceId);
    const id = before?.id ?? newId("reg");
    const { host, username, plainHttp } = wanted;
    const columns = {
      username,
      plainHttp,
      sealed: sealedPassword(ctx.sealer, id, wanted, before),
      updatedAt: ctx.now(),
    };
    const row = await tx.registry.upsert({
      where: { workspaceId_host: { workspaceId, host } },
      create: { id, workspaceId, host, createdAt: ctx.now(), ...columns },
      update: columns,
    });
    await checkRegistryAgain(tx, { workspaceId, host }, ctx.now());
    await writeAudit(tx, ctx, "registry.set", id, { host, username, plainHttp });
    await notifyWorkspace(tx, workspaceId);
    return toRegistryWire(row);
  });
}

async function requireRoom(tx: Tx, workspaceId: string): Promise<void> {
  if ((await tx.registry.count({ where: { workspaceId } })) < registriesMax) return;
  throw new AppError("limit_reached", `A workspace has at most ${registriesMax} registries.`);
}

/** A password goes with its user: it is never sent under another name than it was given for. */
function sealedPassword(
  sealer: Sealer,
  id: string,
  { username, password }: SetRegistryInput,
  before: Prisma.RegistryModel | null,
): string | null {
  if (username === null) return null;
  if (password !== null) return sealRegistryPassword(sealer, id, password);
  if (before?.sealed && before.username === username) return before.sealed;
  const errors = [{ detail: "a password is needed", pointer: "#/password" }];
  throw new AppError("invalid_input", "A user without a password cannot sign in.", { errors });
}
