const nbsp = "\u00a0";

/** A sentence as it is set on a page: full hashes cut to 10 characters, and no number parted from its unit. */
export function setSentence(text: string): string {
  return text
    .replace(/\b(?:sha256:)?([0-9a-f]{64}|[0-9a-f]{40})\b/gi, (_, hash: string) => hash.slice(0, 10))
    .replace(/(\d) (?=(?:%|ms|s|min|h|d)(?![\w-]))/g, `$1${nbsp}`);
}
