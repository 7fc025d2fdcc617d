/**
 * YAML as kubectl prints it, read leniently: block maps and lists, quoted, folded and wrapped scalars, and pieces cut
 * out of them. Anchors, aliases, tags and flow collections stay plain text: kubectl prints none, and nothing can
 * grow out of them. Pretty-printed JSON that was cut off reads the same way.
 */
export type Outline = { [key: string]: Outline | string | (Outline | string)[] };

type Entry = { indent: number; isItem: boolean; key: string; value: string };
type Open = { indent: number; node: Outline };

const depthMax = 40;
const keyShape = /^"?([A-Za-z_$][A-Za-z0-9_./$-]{0,120})"?:(?:[ \t]{1,40}(\S.{0,40000})?|)$/;

/** The entry a line opens, or `null` for a line that continues the one before. */
export function readEntry(line: string): Entry | null {
  const body = line.trimStart();
  let indent = line.length - body.length;
  let inner = body;
  const isItem = body.startsWith("- ");
  if (isItem) {
    inner = body.slice(2).trimStart();
    indent += body.length - inner.length;
  }
  const match = keyShape.exec(inner.trimEnd());
  if (match?.[1] === undefined) return null;
  return { indent, isItem, key: match[1], value: match[2] ?? "" };
}

/** The map that these lines spell. Lists become arrays of maps; a value that spans lines is joined by spaces. */
export function parseOutline(lines: readonly string[]): Outline {
  const root: Outline = {};
  const stack: Open[] = [{ indent: -1, node: root }];
  let last: { node: Outline; key: string; indent: number } | null = null;
  for (const line of lines) {
    const entry = readEntry(line);
    const isContinued =
      last !== null && (entry === null || (entry.indent > last.indent && isOpenText(last.node[last.key])));
    if (isContinued && last !== null) {
      append(last.node, last.key, line);
      continue;
    }
    if (entry === null) continue;
    const node = placeOf(stack, entry);
    if (node === null) continue;
    const value = unquote(entry.value);
    node[entry.key] = value;
    last = { node, key: entry.key, indent: entry.indent };
    if (value === "") openChild(stack, node, entry);
  }
  return root;
}

/** Only prose runs on over lines; a key without a value opens a map. */
function isOpenText(value: Outline[string] | undefined): boolean {
  return typeof value === "string" && value.includes(" ");
}

function append(node: Outline, key: string, line: string): void {
  const before = node[key];
  const piece = unquote(line.trim());
  if (typeof before !== "string" || /^[\]}{[,]{0,4}$/.test(piece) || before.length > 4_000) return;
  node[key] = /^[|>][+-]?$/.test(before) ? piece : `${before} ${piece}`.trim();
}

function placeOf(stack: Open[], { indent, isItem }: Entry): Outline | null {
  while (stack.length > 1 && (stack.at(-1)?.indent ?? 0) > indent) stack.pop();
  const top = stack.at(-1);
  if (top === undefined || stack.length > depthMax) return null;
  if (!isItem) return top.node;
  if (stack.length > 1 && top.indent === indent) stack.pop();
  const list = stack.at(-1);
  if (list === undefined) return null;
  const item: Outline = {};
  const items = list.node.items;
  if (Array.isArray(items)) items.push(item);
  else list.node.items = [item];
  stack.push({ indent, node: item });
  return item;
}

function openChild(stack: Open[], node: Outline, { key, indent }: Entry): void {
  const child: Outline = {};
  node[key] = child;
  stack.push({ indent: indent + 1, node: child });
}

function unquote(value: string): string {
  const text = value.trim().replace(/,$/, "");
  const quote = text[0];
  if (quote !== '"' && quote !== "'") return /^[{[]$/.test(text) ? "" : text;
  const end = text.length > 1 && text.endsWith(quote) ? -1 : undefined;
  const inner = text.slice(1, end);
  return quote === '"' ? inner.replaceAll('\\"', '"').replaceAll("\\n", " ") : inner.replaceAll("''", "'");
}
