/** Words that builds report when nobody told them their version. */
const placeholders = new Set([
  "unknown",
  "dev",
  "devel",
  "development",
  "local",
  "local-dev",
  "localdev",
  "null",
  "nil",
  "none",
  "undefined",
  "n/a",
  "na",
  "nan",
  "unset",
  "not set",
  "not-set",
  "empty",
  "tbd",
  "version",
  "head",
  "latest",
  "(devel)",
  "[object object]",
  "0.0.0-dev",
  "0.0.0-development",
  "0.0.0-semantic-release",
  "0.0.0-semantically-released",
]);

/** A template that the build did not fill in: `${VERSION}`, `{{ version }}`, `@project.version@`, `%VERSION%`. */
const unfilledTemplate = /^(\$\{?[A-Za-z_][\w.]*\}?|\{\{.*\}\}|@[\w.]+@|%[\w.]+%|__\w+__|<[^>]*>)$/;

/**
 * True when a reported text can name a build. Empty texts, `unknown`, `dev`, `null` and the like, unfilled
 * templates and texts without a letter or digit cannot: they are an answer without a version, not another version.
 */
export function isReadableVersion(reported: string | null): reported is string {
  if (reported === null) return false;
  const text = reported
    .trim()
    .replace(/^["']+|["']+$/g, "")
    .trim()
    .toLowerCase();
  return /[a-z0-9]/.test(text) && !placeholders.has(text) && !unfilledTemplate.test(text);
}
