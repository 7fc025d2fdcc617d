import { randomBytes } from "node:crypto";
import { inTransaction, newId, type Tx } from "@rollcall/db";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { workspaceInput } from "@rollcall/domain/wire";
import { writeAudit } from "../audit.ts";
import type { ServiceContext } from "../context.ts";
import type { Plan } from "./plan-limits.ts";

const ownedMax = 20;

type Founder = { id: string; name: string };
/** `plan` is that of workspaces made now. */
type Deps = Pick<ServiceContext, "db" | "now" | "baseUrl"> & { plan: Plan };

/** Makes a workspace that the user owns, and gives back its id. */
export async function createWorkspace(deps: Deps, founder: Founder, input: unknown): Promise<string> {
  const { name } = parseInput(workspaceInput, input);
  return inTransaction(deps.db, async (tx) => {
    await lockUser(tx, founder.id);
    const owned = await tx.member.count({ where: { userId: founder.id, role: "owner" } });
    if (owned >= ownedMax)
      throw new AppError("limit_reached", `A person owns at most ${ownedMax} workspaces.`);
    return insertWorkspace(tx, deps, founder, name);
  });
}

/**
 * The user's oldest workspace; makes their first one when they have none. Called when a session begins, so that
 * whoever signs in has a place; calling it twice at once makes one workspace.
 */
export async function createWorkspaceForUser(deps: Deps, founder: Founder): Promise<string> {
  return inTransaction(deps.db, async (tx) => {
    await lockUser(tx, founder.id);
    const oldest = await tx.member.findFirst({
      where: { userId: founder.id },
      orderBy: [{ createdAt: "asc" }, { workspaceId: "asc" }],
    });
    return oldest?.workspaceId ?? insertWorkspace(tx, deps, founder, firstName(founder.name));
  });
}

async function lockUser(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM "user" WHERE id = ${userId} FOR UPDATE`;
}

async function insertWorkspace(tx: Tx, deps: Deps, founder: Founder, name: string): Promise<string> {
  const id = newId("ws");
  const now = deps.now();
  await tx.workspace.create({ data: { id, name, slug: slugFor(name), plan: deps.plan, createdAt: now } });
  await tx.member.create({ data: { workspaceId: id, userId: founder.id, role: "owner", createdAt: now } });
  const actor = { kind: "user", userId: founder.id, name: founder.name, role: "owner" } as const;
  await writeAudit(tx, { ...deps, workspaceId: id, actor }, "workspace.create", id, { name });
  return id;
}

function firstName(name: string): string {
  const first = name.trim().split(/\s+/)[0];
  return first === undefined || first === "" ? "Workspace" : `${first.slice(0, 60)}'s workspace`;
}

function slugFor(name: string): string {
  const words = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 40);
  return `${words || "workspace"}-${randomBytes(4).toString("hex")}`;
}
