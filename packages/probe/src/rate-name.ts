/** How much a name speaks for a version, and why, for people; `score` 0–55. */
export type Rated = { why: string; score: number };

const commitWords =
  /^(git|vcs|source|build|scm)?(commit|sha|revision|rev|hash)(sha|id|hash|ref)?(full|short|abbrev)?$/;
const versionWords =
  /^(app|application|service|server|site|release|build|software|git|image|current)?(version|release|releaseid|tag|imagetag|build|buildid|buildnumber|deploymentid|deployid|deployment)$/;
/** Versions of something else: of an interface, a format, a language, a client, an edge. */
const foreignWords =
  /^(api|schema|spec|protocol|format|asp|aspnet\w*|node|java|jvm|php|python|ruby|go|golang|os|kernel|min|max|latest|previous|client|sdk|http|tls|mime|generator|powered|amz|goog|ms|envoy|cache|trace|request)$/;

/** Rates the name of a header, meta tag or field; `null` when it says nothing of a version, or of another thing's. */
export function rateName(name: string, what: "header" | "meta tag" | "field"): Rated | null {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const word = words.join("");
  if (commitWords.test(word)) return { why: `a ${what} often used for commits`, score: 50 };
  if (versionWords.test(word)) return { why: `a ${what} often used for versions`, score: 45 };
  if (words.some((part) => foreignWords.test(part))) return null;
  return /version|release|revision|commit|gitsha|buildid/.test(word)
    ? { why: `a ${what} whose name speaks of a version`, score: 20 }
    : null;
}
