import { headerValue } from "@rollcall/outbound";
import { z } from "zod";
import type { RegistrySession } from "./registry-session.ts";

/** The tags as far as they were read, or why there are none to read. */
export type TagList =
  | { kind: "listed"; tags: string[] }
  | { kind: "unknown_repository" }
  | { kind: "not_told" };

const pagesMax = 5;
const pageBytesMax = 1024 * 1024;
const tagAnswer = z.looseObject({ tags: z.array(z.string()).nullish() });

/** So long for further pages: a suggestion may not hold up an alert. */
const patienceMs = 1_000;

/** Lists the tags of a repository, at most five pages of a thousand: enough to find a misspelt one. */
export async function listTags(session: RegistrySession, repository: string): Promise<TagList> {
  const path = `/v2/${repository}/tags/list`;
  const tags: string[] = [];
  let query: string | null = "?n=1000";
  const endsAt = performance.now() + patienceMs;
  for (let page = 0; page < pagesMax && query !== null; page += 1) {
    if (page > 0 && performance.now() > endsAt) break;
    const asked = await session.ask({
      method: "GET",
      path: path + query,
      accept: "application/json",
      bodyBytesMax: pageBytesMax,
    });
    const isFirst = page === 0;
    if (isFirst && asked.ok && asked.reply.status === 404) return { kind: "unknown_repository" };
    const listed = asked.ok && asked.reply.status === 200 ? readTags(asked.reply.body) : null;
    if (!asked.ok || listed === null) return isFirst ? { kind: "not_told" } : { kind: "listed", tags };
    tags.push(...listed);
    query = nextQuery(headerValue(asked.reply.headers, "link"));
  }
  return { kind: "listed", tags };
}

function readTags(body: Buffer | null): string[] | null {
  try {
    const { tags } = tagAnswer.parse(JSON.parse(body?.toString("utf8") ?? ""));
    // They are shown to people and go into commands: anything else is no tag.
    return (tags ?? []).filter((tag) => /^\w[\w.-]{0,127}$/.test(tag));
  } catch {
    return null;
  }
}

/** Only the query of the next page: the registry and the repository stay the same. */
function nextQuery(link: string | undefined): string | null {
  return /<[^>?]*(\?[^>#]+)[^>]*>\s*;\s*rel="?next"?/i.exec(link ?? "")?.[1] ?? null;
}
