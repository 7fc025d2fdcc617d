import { headerValue } from "@rollcall/outbound";
import type { Answer } from "./answer.ts";
import { type Rated, rateName } from "./rate-name.ts";
import type { VersionPlace } from "./version-places.ts";

const depthMax = 5;
const nodesMax = 2000;
/** Objects about other things than the service that answers. */
const foreignParents =
  /^(dependencies|deps|checks|components|java|jvm|node|nodejs|os|runtime|engines?|database|db|redis|postgres|kernel|python|php|plugins|modules|packages|api|openapi|sdk|client)$/i;

/** The strings and numbers of a JSON answer whose names speak of a version. */
export function jsonPlaces(answer: Answer): VersionPlace[] {
  const root = answer.json();
  const isApiDescription = isRecord(root) && ("openapi" in root || "swagger" in root);
  if (isApiDescription) return [];
  const isHealth = /health\+json/i.test(headerValue(answer.headers, "content-type") ?? "");
  return scalarPaths(root).flatMap((keys) => {
    const rated = rateJsonPath(keys, isHealth);
    return rated ? [{ reader: { from: "json", path: toPath(keys) } as const, ...rated }] : [];
  });
}

/** The keys that lead to strings and numbers, nearest first; lists and foreign objects are not entered. */
function scalarPaths(root: unknown): string[][] {
  const paths: string[][] = [];
  const queue: { value: unknown; keys: string[] }[] = [{ value: root, keys: [] }];
  for (const { value, keys } of queue) {
    if (typeof value === "string" || typeof value === "number") paths.push(keys);
    const isForeign = foreignParents.test(keys.at(-1) ?? "");
    if (!isRecord(value) || isForeign || keys.length >= depthMax) continue;
    for (const [key, child] of Object.entries(value))
      if (queue.length < nodesMax) queue.push({ value: child, keys: [...keys, key] });
  }
  return paths;
}

/** Well-known documents first: Spring Boot's info, health+json. */
function rateJsonPath(keys: string[], isHealth: boolean): Rated | null {
  const path = keys.join(".");
  if (/^git\.commit\.id(\.(full|abbrev))?$/.test(path))
    return { why: "the commit as Spring Boot reports it", score: 50 };
  if (path === "build.version") return { why: "the build as Spring Boot reports it", score: 50 };
  if (isHealth && path === "releaseId") return { why: "names the release in health+json", score: 55 };
  if (isHealth && path === "version")
    return { why: "in health+json this is the version of the interface", score: 5 };
  const rated = rateName(keys.at(-1) ?? "", "field");
  return rated && { ...rated, score: Math.max(rated.score - 4 * (keys.length - 1), 1) };
}

/** A dotted path where the keys allow one, else a JSON Pointer. */
function toPath(keys: string[]): string {
  if (keys.every((key) => /^[A-Za-z_$][\w$-]*$/.test(key) && key !== "$")) return keys.join(".");
  return keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
