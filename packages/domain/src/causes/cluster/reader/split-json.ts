/** A text taken apart into the JSON documents that stand in it and what is left between them. */
export type JsonSplit = { documents: unknown[]; rest: string[] };

/** Text that only looks like JSON must not be looked through again and again. */
const failuresMax = 20;

/** Finds documents that begin a line. A document that is cut off stays in the rest. */
export function splitJson(text: string): JsonSplit {
  const split: JsonSplit = { documents: [], rest: [] };
  let failures = 0;
  let from = 0;
  const opening = /^[ \t]{0,20}[{[]/gm;
  for (let found = opening.exec(text); found !== null && failures < failuresMax; found = opening.exec(text)) {
    const start = found.index + found[0].length - 1;
    const end = findEnd(text, start);
    const document = end === null ? undefined : parseJson(text.slice(start, end));
    if (end === null || typeof document !== "object" || document === null) {
      failures += 1;
      continue;
    }
    split.documents.push(document);
    split.rest.push(text.slice(from, found.index));
    from = end;
    opening.lastIndex = end;
  }
  split.rest.push(text.slice(from));
  return split;
}

/** Just after the bracket that closes the one at `start`, or `null`. */
function findEnd(text: string, start: number): number | null {
  let depth = 0;
  let isInString = false;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (isInString) {
      if (char === "\\") at += 1;
      else if (char === '"') isInString = false;
    } else if (char === '"') isInString = true;
    else if (char === "{" || char === "[") depth += 1;
    else if (char === "}" || char === "]") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
