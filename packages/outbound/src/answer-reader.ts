/**
 * Reads the bytes of one HTTP/1 answer (RFC 9112) on a connection that carries no other. Node's client does the same
 * for three times the price of the connection itself: streams, agents and what keeps a connection usable afterwards.
 * A connection that ends with its answer cannot be confused about where the next one begins, so what is left to guard
 * is size and honesty: everything before the body is bounded, and a length that is told in two ways is none.
 */
import type { HttpMethod } from "@rollcall/domain/monitor-spec";
import type { Outcome } from "@rollcall/domain/observation";

type BodyKind = Extract<Outcome, { kind: "answered" }>["body"];

/** An answer read as far as it may be, or why there is none. */
export type AnswerRead =
  | { ok: true; body: Buffer | null; how: BodyKind }
  /** `code` is `null` when the connection ended before the answer did. */
  | { ok: false; code: string | null };

type State = "status" | "headers" | "body" | "chunk_size" | "chunk" | "chunk_end" | "trailers";

/** Of the lines of one head, of the trailers, and of each line that frames a chunk. */
const lineBytesMax = 16 * 1024;
const informationalMax = 20;
const nothing = Buffer.alloc(0);
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

const statusLine = /^HTTP\/\d\.\d \d{3}(?: |$)/;
const headerLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[\t ]*(.*?)[\t ]*$/s;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what no line of a head may hold, tabs apart
const controlCharacter = /[\x00-\x08\x0a-\x1f\x7f]/;
/** More digits are more than any body has, and than a number holds exactly. */
const decimal = /^\d{1,15}$/;
const hexadecimal = /^([0-9A-Fa-f]{1,12})(?:;|$)/;

/** Takes bytes in as they come; `push` and `end` give the answer once it is there, `null` until then. */
export class AnswerReader {
  status = 0;
  headers: [name: string, value: string][] = [];
  /** True once the head is there and the body is being read. */
  hasHead = false;

  readonly #method: HttpMethod;
  readonly #bodyBytesMax: number;
  #state: State = "status";
  /** What has come and is not read yet; `#at` is where to read on. */
  #held: Buffer = nothing;
  #at = 0;
  #lineBytes = 0;
  #informational = 0;
  /** Bytes to come of the body or the chunk; `Infinity` when only the end of the connection tells. */
  #left = 0;
  #body: Buffer[] = [];
  #bodyBytes = 0;
  #read: AnswerRead | null = null;

  constructor(method: HttpMethod, bodyBytesMax: number) {
    this.#method = method;
    this.#bodyBytesMax = bodyBytesMax;
  }

  push(chunk: Buffer): AnswerRead | null {
    this.#held = this.#at < this.#held.length ? Buffer.concat([this.#held.subarray(this.#at), chunk]) : chunk;
    this.#at = 0;
    while (this.#read === null && this.#advance());
    return this.#read;
  }

  /** The connection has ended. */
  end(): AnswerRead {
    if (this.#read !== null) return this.#read;
    const isWhole = this.#state === "body" && this.#left === Number.POSITIVE_INFINITY;
    return isWhole ? this.#finish("read") : { ok: false, code: null };
  }

  /** One step; false when it needs more bytes than there are. */
  #advance(): boolean {
    if (this.#state === "body" || this.#state === "chunk") return this.#takeBody();
    const line = this.#takeLine();
    if (line === null) return false;
    switch (this.#state) {
      case "status":
        return this.#takeStatus(line);
      case "headers":
        return line === "" ? this.#endHead() : this.#takeHeader(line, this.headers);
      case "chunk_size":
        return this.#beginChunk(line);
      case "chunk_end":
        return line === "" ? this.#expectLines("chunk_size") : this.#refuse("HPE_STRICT");
      case "trailers":
        return line === "" ? this.#done() : this.#takeHeader(line, []);
    }
  }

  /** The next line without its end; `null` while it is not whole. */
  #takeLine(): string | null {
    const end = this.#held.indexOf(lineFeed, this.#at);
    const bytes = (end === -1 ? this.#held.length : end + 1) - this.#at;
    if (this.#lineBytes + bytes > lineBytesMax) return this.#refuseLine("HPE_HEADER_OVERFLOW");
    if (this.#state === "status" && !this.#beginsAsHttp()) return this.#refuseLine("HPE_INVALID_CONSTANT");
    if (end === -1) return null;
    const hasReturn = end > this.#at && this.#held[end - 1] === carriageReturn;
    if (!hasReturn) return this.#refuseLine("HPE_CR_EXPECTED");
    const line = this.#held.toString("latin1", this.#at, end - 1);
    this.#lineBytes += bytes;
    this.#at = end + 1;
    return line;
  }

  /** Something else than HTTP may never send a whole line. */
  #beginsAsHttp(): boolean {
    const beginning = this.#held.toString("latin1", this.#at, this.#at + 5).replace(/^[\r\n]+/, "");
    return "HTTP/".startsWith(beginning);
  }

  #takeStatus(line: string): boolean {
    // Some servers end their last answer with a line too many.
    if (line === "") return true;
    if (!statusLine.test(line)) return this.#refuse("HPE_INVALID_STATUS");
    this.status = Number(line.slice(9, 12));
    if (this.status < 100) return this.#refuse("BAD_STATUS");
    this.#state = "headers";
    return true;
  }

  #takeHeader(line: string, headers: [string, string][]): boolean {
    const last = headers.at(-1);
    if (controlCharacter.test(line)) return this.#refuse("HPE_INVALID_HEADER_TOKEN");
    // A folded line: obsolete, and still sent (RFC 9112, 5.2).
    if (last !== undefined && /^[\t ]/.test(line)) {
      last[1] = `${last[1]} ${line.trim()}`.trim();
      return true;
    }
    const match = headerLine.exec(line);
    if (match === null) return this.#refuse("HPE_INVALID_HEADER_TOKEN");
    headers.push([match[1] as string, match[2] as string]);
    return true;
  }

  #endHead(): boolean {
    if (this.status === 101) return this.#refuse("UPGRADE");
    if (this.status < 200) return this.#skipInformational();
    const framing = readFraming(this.headers);
    if (typeof framing === "string") return this.#refuse(framing);
    this.hasHead = true;
    if (this.#method === "HEAD" || this.status === 204 || this.status === 304) return this.#unread("none");
    if (isEncoded(this.headers)) return this.#unread("encoded");
    if (framing.isChunked) return this.#expectLines("chunk_size");
    this.#state = "body";
    this.#left = framing.length;
    return framing.length === 0 ? this.#done() : true;
  }

  #skipInformational(): boolean {
    this.#informational += 1;
    if (this.#informational > informationalMax) return this.#refuse("TOO_MANY_1XX");
    this.headers = [];
    return this.#expectLines("status");
  }

  #beginChunk(line: string): boolean {
    const size = hexadecimal.exec(line)?.[1];
    if (size === undefined || controlCharacter.test(line)) return this.#refuse("HPE_INVALID_CHUNK_SIZE");
    this.#left = Number.parseInt(size, 16);
    if (this.#left === 0) return this.#expectLines("trailers");
    this.#state = "chunk";
    return true;
  }

  #takeBody(): boolean {
    const taken = this.#held.subarray(
      this.#at,
      this.#at + Math.min(this.#left, this.#held.length - this.#at),
    );
    if (taken.length === 0) return false;
    this.#at += taken.length;
    this.#left -= taken.length;
    this.#body.push(taken);
    this.#bodyBytes += taken.length;
    if (this.#bodyBytes > this.#bodyBytesMax) {
      this.#finish("too_large");
      return false;
    }
    if (this.#left > 0) return false;
    return this.#state === "chunk" ? this.#expectLines("chunk_end") : this.#done();
  }

  #expectLines(state: State): boolean {
    this.#state = state;
    this.#lineBytes = 0;
    return true;
  }

  #done(): false {
    this.#finish("read");
    return false;
  }

  #finish(how: "read" | "too_large"): AnswerRead {
    const [only = nothing] = this.#body;
    const body = this.#body.length > 1 ? Buffer.concat(this.#body) : only;
    this.#read = { ok: true, body: body.subarray(0, this.#bodyBytesMax), how };
    return this.#read;
  }

  #unread(how: "none" | "encoded"): false {
    this.#read = { ok: true, body: null, how };
    return false;
  }

  #refuse(code: string): false {
    this.#read = { ok: false, code };
    return false;
  }

  #refuseLine(code: string): null {
    this.#refuse(code);
    return null;
  }
}

/** How the end of the body is told; a code when it is told in a way that two readers could take differently. */
function readFraming(headers: readonly [string, string][]): { isChunked: boolean; length: number } | string {
  let length: number | null = null;
  let coding: string | null = null;
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (key === "transfer-encoding") {
      if (length !== null) return "HPE_INVALID_TRANSFER_ENCODING";
      coding = value;
    } else if (key === "content-length") {
      if (length !== null || coding !== null) return "HPE_UNEXPECTED_CONTENT_LENGTH";
      if (!decimal.test(value)) return "HPE_INVALID_CONTENT_LENGTH";
      length = Number(value);
    }
  }
  // Of several codings only the last one may frame; any other than this lasts until the connection ends.
  const isChunked = coding !== null && /(?:^|,)[\t ]*chunked$/i.test(coding);
  return { isChunked, length: length ?? Number.POSITIVE_INFINITY };
}

function isEncoded(headers: readonly [string, string][]): boolean {
  return headers.some(([name, value]) => {
    if (name.toLowerCase() !== "content-encoding") return false;
    const coding = value.toLowerCase();
    return coding !== "" && coding !== "identity";
  });
}
