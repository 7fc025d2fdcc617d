/**
 * The API's page: every operation with its parameters and bodies, as one plain document without scripts, so that it
 * works offline, under a strict content policy, and in any browser.
 */
import { escapeHtml } from "../server/escape-html.ts";
import type { Api } from "./create-api.ts";

type Document = ReturnType<Api["getOpenAPI31Document"]>;
type Json = Record<string, unknown>;
type Operation = {
  tags?: string[];
  summary?: string;
  description?: string;
  parameters?: { name: string; in: string; required?: boolean; schema?: unknown }[];
  requestBody?: { content?: Record<string, { schema?: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, { schema?: unknown }> }>;
};
type Entry = { method: string; path: string; operation: Operation };

/** The whole page as HTML. */
export function renderDocs(document: Document): string {
  const entries = [...listOperations(document.paths), ...listOperations(document.webhooks)];
  const tags = [...new Set(entries.map((entry) => entry.operation.tags?.[0] ?? "Other"))];
  const sections = tags.map((tag) => {
    const own = entries.filter((entry) => (entry.operation.tags?.[0] ?? "Other") === tag);
    return `<h2 id="${escapeHtml(tag)}">${escapeHtml(tag)}</h2>\n${own.map(renderOperation).join("\n")}`;
  });
  const schemas = Object.entries(document.components?.schemas ?? {}).map(([name, schema]) =>
    renderSchema(name, schema),
  );
  const nav = tags.map((tag) => `<a href="#${escapeHtml(tag)}">${escapeHtml(tag)}</a>`).join(" ");
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rollcall API</title><style>${style}</style></head>
<body><main>
<h1>Rollcall API <small>${escapeHtml(document.info.version)}</small></h1>
<p>${formatCode(document.info.description ?? "")} The same as data: <a href="/openapi.json">openapi.json</a>.</p>
<nav>${nav} <a href="#schemas">Schemas</a></nav>
${sections.join("\n")}
<h2 id="schemas">Schemas</h2>
${schemas.join("\n")}
</main></body></html>`;
}

function listOperations(items: object = {}): Entry[] {
  return Object.entries(items).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).map(([method, operation]) => ({
      method,
      path,
      operation,
    })),
  );
}

function renderOperation({ method, path, operation }: Entry): string {
  const parameters = (operation.parameters ?? []).map(
    (p) =>
      `<tr><td><code>${escapeHtml(p.name)}</code></td><td>${p.in}</td><td>${escapeHtml(describeType(p.schema))}</td></tr>`,
  );
  const body = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  const answers = Object.entries(operation.responses).map(([status, answer]) => {
    const schema = Object.values(answer.content ?? {})[0]?.schema;
    const type = schema === undefined ? "" : escapeHtml(describeType(schema));
    return `<tr><td><code>${status}</code></td><td>${escapeHtml(answer.description)}</td><td>${type}</td></tr>`;
  });
  return `<section><h3><code><b>${method.toUpperCase()}</b> ${escapeHtml(path)}</code></h3>
<p>${escapeHtml(operation.summary ?? "")}${operation.description ? `<br>${formatCode(operation.description)}` : ""}</p>
${parameters.length > 0 ? `<table>${parameters.join("")}</table>` : ""}
${body === undefined ? "" : `<details><summary>Body</summary>${renderJson(body)}</details>`}
<table>${answers.join("")}</table></section>`;
}

function renderSchema(name: string, schema: unknown): string {
  return `<details id="schema-${escapeHtml(name)}"><summary>${escapeHtml(name)}</summary>${renderJson(schema)}</details>`;
}

/** One word or two for a schema: its name, its type, or what it is a list of. */
function describeType(schema: unknown): string {
  const { $ref, type, items, enum: values, properties } = (schema ?? {}) as Json;
  if (typeof $ref === "string") return $ref.split("/").at(-1) ?? "";
  if (Array.isArray(values)) return values.join(" | ");
  if (type === "array") return `list of ${describeType(items)}`;
  if (properties !== undefined) return `{ ${Object.keys(properties as Json).join(", ")} }`;
  return Array.isArray(type) ? type.join(" | ") : String(type ?? "any");
}

function renderJson(value: unknown): string {
  return `<pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre>`;
}

function formatCode(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}

const style = `
:root { color-scheme: light dark; --ink: light-dark(#14181d, #e8ecef); --quiet: light-dark(#55606c, #9aa5b1);
  --surface: light-dark(#fbfbfa, #0d1114); --card: light-dark(#fff, #141a1f); --line: light-dark(#dfe3e6, #29323a);
  --accent: light-dark(#0b7f73, #2bc4b2); }
body { margin: 0; background: var(--surface); color: var(--ink); font: 14px/20px system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 24px 16px 64px; }
h1 { font-size: 20px; } h1 small { color: var(--quiet); font-weight: normal; } h2 { margin-top: 40px; font-size: 16px; }
h3 { margin: 0 0 8px; font-size: 14px; font-weight: normal; overflow-wrap: anywhere; } h3 b { color: var(--accent); }
a { color: var(--accent); } nav a { margin-right: 12px; } p { color: var(--quiet); margin: 0 0 8px; }
section, details { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 12px 16px;
  margin: 12px 0; } section details { padding: 8px 12px; }
table { border-collapse: collapse; width: 100%; } td { padding: 4px 12px 4px 0; vertical-align: top; }
code, pre { font: 13px/18px ui-monospace, monospace; } pre { overflow-x: auto; margin: 8px 0 0; }
`;
