/** Reads a message as it travels over SMTP: as much of MIME (RFC 2045–2047, 5322) as mailers in use produce. */

/** A received message. Header names are in lower case, values decoded; `text` and `html` are `null` when missing. */
export type Mail = {
  subject: string;
  headers: Record<string, string>;
  text: string | null;
  html: string | null;
  /** Content types of all leaves, in their order. */
  parts: string[];
};

/** Parses a whole raw message. Of repeated headers the last counts. */
export function readMail(raw: string): Mail {
  const root = readPart(raw);
  const leaves = leavesOf(root);
  const textOf = (type: string) => leaves.find((part) => part.type === type)?.content ?? null;
  return {
    subject: root.headers.subject ?? "",
    headers: root.headers,
    text: textOf("text/plain"),
    html: textOf("text/html"),
    parts: leaves.map((part) => part.type),
  };
}

type Part = { type: string; headers: Record<string, string>; content: string; children: Part[] };

function readPart(raw: string): Part {
  const [head, body] = splitOnce(raw.replaceAll("\r\n", "\n"), "\n\n");
  const headers = readHeaders(head);
  const declared = headers["content-type"] ?? "text/plain";
  const type = declared.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  const boundary = /boundary="?([^";]+)"?/i.exec(declared)?.[1];
  const children =
    type.startsWith("multipart/") && boundary !== undefined
      ? splitParts(body, boundary).map((part) => readPart(part))
      : [];
  return { type, headers, content: decodeBody(body, headers), children };
}

function leavesOf(part: Part): Part[] {
  return part.children.length === 0 ? [part] : part.children.flatMap(leavesOf);
}

function readHeaders(head: string): Record<string, string> {
  const unfolded = head.replace(/\n[ \t]+/g, " ");
  const pairs = unfolded.split("\n").map((line) => splitOnce(line, ":"));
  return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), decodeWords(value.trim())]));
}

/** Lines that begin with `--boundary` part the body; what stands before the first and after the last is not a part. */
function splitParts(body: string, boundary: string): string[] {
  const [inside] = splitOnce(`\n${body}`, `\n--${boundary}--`);
  return inside
    .split(`\n--${boundary}`)
    .slice(1)
    .map((part) => part.replace(/^[ \t]*\n/, ""));
}

function decodeBody(body: string, headers: Record<string, string>): string {
  const encoding = headers["content-transfer-encoding"]?.toLowerCase();
  if (encoding === "base64") return Buffer.from(body, "base64").toString();
  return encoding === "quoted-printable" ? decodeQuoted(body.replace(/=\n/g, "")) : body;
}

/** RFC 2047: white space between two encoded words is not part of the text. */
function decodeWords(value: string): string {
  return value
    .replace(/(=\?[^?]+\?[bq]\?[^?]*\?=)\s+(?==\?)/gi, "$1")
    .replace(/=\?[^?]+\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === "b"
        ? Buffer.from(text, "base64").toString()
        : decodeQuoted(text.replaceAll("_", " ")),
    );
}

function decodeQuoted(text: string): string {
  const bytes = text.replace(/(=[0-9A-F]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll("=", ""), "hex").toString(),
  );
  return bytes;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}
