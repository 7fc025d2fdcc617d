import type { OutboundResult } from "@rollcall/outbound";

/** An answer as readers and assertions look at it. */
export type Answer = {
  status: number;
  headers: readonly [name: string, value: string][];
  /** The body as text, cut at the dialer's cap; empty when there is none, `null` when it was left unread. */
  text: string | null;
  /** The body is longer than `text`. */
  isCut: boolean;
  /** The body as JSON, parsed once and on demand; `undefined` when it is not JSON. */
  json(): unknown;
  /** Without the time in which we did not listen: the answer was no faster than that. */
  totalMs: number;
  tlsDaysLeft: number | null;
};

/** Keeps nothing between two texts. */
const decoder = new TextDecoder();

/** The answer in a result; `null` when there was none. Bodies are read as UTF-8, a byte order mark is dropped. */
export function toAnswer(result: OutboundResult): Answer | null {
  const { outcome } = result;
  if (outcome.kind !== "answered") return null;
  const text = outcome.body === "encoded" ? null : decoder.decode(result.body ?? undefined);
  const isCut = outcome.body === "too_large";
  return {
    status: outcome.status,
    headers: result.headers,
    text,
    isCut,
    json: once(() => (text === null || isCut ? undefined : parseJson(text))),
    totalMs: result.totalMs - result.observerDelayMs,
    tlsDaysLeft: result.tlsDaysLeft,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function once<T>(compute: () => T): () => T {
  let known: { value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
