import { escapeHtml } from "../server/escape-html.ts";

/** One sentence and at most one button, for whoever follows a mailed link without an account. */
export function renderNoticePage(page: {
  title: string;
  text: string;
  form?: { action: string; token: string; button: string };
}): string {
  const { title, text, form } = page;
  const button = form
    ? `<form method="post" action="${escapeHtml(form.action)}"><input type="hidden" name="token" value="${escapeHtml(form.token)}"><button>${escapeHtml(form.button)}</button></form>`
    : "";
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${escapeHtml(title)} – Rollcall</title><style>${style}</style></head>
<body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>${button}</main></body></html>`;
}

/** Allows the page's own styles and its own form, and nothing else. */
export const noticePagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const style = `
:root { color-scheme: light dark; --ink: #14181d; --ground: #fbfbfa; --accent: #0b7f73; --on-accent: #ffffff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ecef; --ground: #0d1114; --accent: #2bc4b2; --on-accent: #0d1114; }
}
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/24px system-ui, sans-serif; }
main { max-width: 36rem; margin: 15vh auto 0; padding: 0 1rem; }
h1 { font-size: 20px; }
p { overflow-wrap: anywhere; }
button { border: 0; border-radius: 6px; padding: 10px 16px; background: var(--accent); color: var(--on-accent); font: inherit; }
`;
