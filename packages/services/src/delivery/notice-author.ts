/** Who announced the deploy that a notice is about, as far as a member of the workspace is known by that name. */
import type { Tx } from "@rollcall/db";
import type { Notice } from "@rollcall/domain/notice";

type Reader = Pick<Tx, "member">;

/**
 * The email addresses of the members that deploys of this actor belong to: those who are known by it (`handles`), or whose
 * email or name it is. An actor is whatever a token's holder says it is, so nobody outside the workspace is ever written to.
 */
export async function readAuthorAddresses(
  reader: Reader,
  workspaceId: string,
  actors: readonly (string | null)[],
): Promise<string[]> {
  return (await findAuthors(reader, workspaceId, actors)).map(({ user }) => user.email);
}

/** Those of the actors that are a member's name, with one query however many they are. */
export async function readKnownActors(
  reader: Reader,
  workspaceId: string,
  actors: readonly (string | null)[],
): Promise<Set<string | null>> {
  const authors = await findAuthors(reader, workspaceId, actors);
  const names = new Set(
    authors.flatMap(({ handles, user }) => [...handles, user.email, user.name]).map(lower),
  );
  return new Set(actors.filter((actor) => actor !== null && names.has(handleOf(actor))));
}

async function findAuthors(reader: Reader, workspaceId: string, actors: readonly (string | null)[]) {
  const names = actors.flatMap((actor) => (actor === null ? [] : [handleOf(actor)])).filter(Boolean);
  if (names.length === 0) return [];
  const isNamed = { in: names, mode: "insensitive" as const };
  return reader.member.findMany({
    where: {
      workspaceId,
      OR: [{ handles: { hasSome: names } }, { user: { OR: [{ email: isNamed }, { name: isNamed }] } }],
    },
    select: { handles: true, user: { select: { email: true, name: true } } },
    orderBy: { createdAt: "asc" },
  });
}

const lower = (text: string) => text.toLowerCase();

/** True when a member goes by the name of who announced the deploy; looked up only if a channel asks for that. */
export async function hasAuthor(
  reader: Reader,
  workspaceId: string,
  { actor }: Pick<Notice, "actor">,
  channels: readonly { config: unknown }[],
): Promise<boolean> {
  if (actor === null || !channels.some(isAuthorChannel)) return false;
  return (await readAuthorAddresses(reader, workspaceId, [actor])).length > 0;
}

/** True for an email channel to whoever announced the deploy. */
export function isAuthorChannel({ config }: { config: unknown }): boolean {
  return (config as { author?: boolean } | null)?.author === true;
}

/** "@Octocat" and "octocat" are one: how names of actors are kept and compared. */
export function handleOf(actor: string): string {
  return actor.trim().replace(/^@/, "").toLowerCase();
}
