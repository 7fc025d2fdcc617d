/** One server-sent event; `id` is `null` when the stream has named none so far. */
export type StreamEvent = { id: string | null; type: string; data: string };

/**
 * Reads server-sent events (HTML Living Standard §9.2) from text that comes in pieces. Comments and fields we do
 * not use are dropped; an event that the end of the stream cuts off is none.
 */
export async function* readEventStream(pieces: AsyncIterable<string>): AsyncGenerator<StreamEvent> {
  let id: string | null = null;
  let type = "";
  let data: string[] = [];
  for await (const line of readLines(pieces)) {
    if (line === "") {
      if (data.length > 0) yield { id, type: type || "message", data: data.join("\n") };
      type = "";
      data = [];
      continue;
    }
    const [, field = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === "data") data.push(value);
    if (field === "event") type = value;
    if (field === "id" && !value.includes("\0")) id = value;
  }
}

/** Lines end with CR LF, LF or CR; a piece may end between the two. */
async function* readLines(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of pieces) {
    rest += piece;
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
