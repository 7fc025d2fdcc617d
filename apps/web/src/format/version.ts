/** A version as it fits into a column: full hashes are cut to 10 characters, everything else stays. */
export function shortVersion(version: string): string {
  const hash = /^(sha256:)?([0-9a-f]{40}|[0-9a-f]{64})$/i.exec(version);
  return hash?.[2] === undefined ? version : hash[2].slice(0, 10);
}
