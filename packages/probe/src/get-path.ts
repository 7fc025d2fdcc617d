/**
 * The value at a path in parsed JSON: a JSON Pointer when it starts with `/` (RFC 6901), else a dotted path with
 * optional indexes (`git.commit.id`, `a[0].b`, `$.a`). A key that is spelled like the whole path wins. Only own
 * properties count, so `__proto__` and `length` lead nowhere; `undefined` when there is nothing.
 */
export function getPath(root: unknown, path: string): unknown {
  if (isRecord(root) && Object.hasOwn(root, path)) return root[path];
  const steps = path.startsWith("/") ? pointerSteps(path) : dottedSteps(path);
  if (steps === null) return undefined;
  let value = root;
  for (const step of steps) {
    if (Array.isArray(value)) value = /^\d+$/.test(step) ? value[Number(step)] : undefined;
    else if (isRecord(value)) value = Object.hasOwn(value, step) ? value[step] : undefined;
    else return undefined;
  }
  return value;
}

function pointerSteps(pointer: string): string[] {
  return pointer
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function dottedSteps(path: string): string[] | null {
  const text = path.replace(/^\$\.?/, "");
  if (!/^(?:[^.[\]]+|\[\d+\])(?:\.[^.[\]]+|\[\d+\])*$/.test(text)) return null;
  return text.split(/[.[\]]+/).filter((step) => step !== "");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
