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

/** Of the lines of one head, of the trailers, of a line that frames a chunk, and of what all chunks' extensions say. */
const lineBytesMax = 16 * 1024;
const informationalMax = 20;
const nothing = Buffer.alloc(0);
const lineFeed = 0x0a;

const protocol = "HTTP/";
const statusLine = /^HTTP\/(?:0\.9|1\.[01]|2\.0) \d{3}(?: [^\r]*)?$/;
const fieldName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what no line of a head may hold, tabs apart
const controlCharacter = /[\x00-\x08\x0a-\x1f\x7f]/;
/** More digits are more than any body has, and than a number holds exactly. */
const decimal = /^0*\d{1,15}$/;
const sizeCharsMax = 12;
const hexadecimal = /^(0*[0-9A-Fa-f]{1,12})(?:;|$)/;

/**
 * Takes bytes in as they come; `push` and `end` give the answer once it is there, `null` until then. Every byte is
 * looked at and copied a fixed number of times and costs no object of its own, whatever it says and however it comes.
 */
export class AnswerReader {
  status = 0;
  headers: [name: string, value: string][] = [];
  /** True once the head is there and the body is being read. */
  hasHead = false;

  readonly #method: HttpMethod;
  readonly #bodyBytesMax: number;
  #state: State = "status";
  /** What has come last, and where to read on. */
  #chunk: Buffer = nothing;
  #at = 0;
  /** The line that is coming, with its end. */
  #line = "";
  #lineBytes = 0;
  #extensionBytes = 0;
  #informational = 0;
  /** Bytes to come of the body or the chunk; `Infinity` when only the end of the connection tells. */
  #left = 0;
  /** Has room for more than the `#bodyBytes` in it. */
  #body: Buffer = nothing;
  #bodyBytes = 0;
  #read: AnswerRead | null = null;

  constructor(method: HttpMethod, bodyBytesMax: number) {
    this.#method = method;
    this.#bodyBytesMax = bodyBytesMax;
  }

  push(chunk: Buffer): AnswerRead | null {
    this.#chunk = chunk;
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
    const end = this.#chunk.indexOf(lineFeed, this.#at) + 1;
    const to = end === 0 ? this.#chunk.length : end;
    const isYoung = this.#line.length < protocol.length;
    this.#line += this.#chunk.toString("latin1", this.#at, to);
    this.#lineBytes += to - this.#at;
    this.#at = to;
    // Something else than HTTP may never send a whole line.
    if (isYoung && this.#state === "status" && !beginsAsHttp(this.#line))
      return this.#refuseLine("HPE_INVALID_CONSTANT");
    if (this.#lineBytes > lineBytesMax) return this.#refuseLine("HPE_HEADER_OVERFLOW");
    if (end === 0) return null;
    if (!this.#line.endsWith("\r\n")) return this.#refuseLine("HPE_CR_EXPECTED");
    const line = this.#line.slice(0, -2);
    this.#line = "";
    return line;
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
    if (controlCharacter.test(line)) return this.#refuse("HPE_INVALID_HEADER_TOKEN");
    const last = headers.at(-1);
    // A folded line: obsolete, and still sent (RFC 9112, 5.2).
    if (last !== undefined && isBlank(line[0])) {
      const more = trimBlanks(line);
      if (more !== "") last[1] = last[1] === "" ? more : `${last[1]} ${more}`;
      return true;
    }
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(colon, 0));
    if (!fieldName.test(name)) return this.#refuse("HPE_INVALID_HEADER_TOKEN");
    headers.push([name, trimBlanks(line.slice(colon + 1))]);
    return true;
  }

  #endHead(): boolean {
    if (this.status === 101) return this.#refuse("UPGRADE");
    const framing = readFraming(this.headers);
    if (typeof framing === "string") return this.#refuse(framing);
    if (this.status < 200) return this.#skipInformational();
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
    this.#extensionBytes += Math.max(line.length - sizeCharsMax, 0);
    if (this.#extensionBytes > lineBytesMax) return this.#refuse("HPE_CHUNK_EXTENSIONS_OVERFLOW");
    this.#left = Number.parseInt(size, 16);
    if (this.#left === 0) return this.#expectLines("trailers");
    this.#state = "chunk";
    return true;
  }

  #takeBody(): boolean {
    const taken = this.#chunk.subarray(
      this.#at,
      this.#at + Math.min(this.#left, this.#chunk.length - this.#at),
    );
    if (taken.length === 0) return false;
    this.#at += taken.length;
    this.#left -= taken.length;
    this.#keep(taken);
    if (this.#bodyBytes > this.#bodyBytesMax) {
      this.#finish("too_large");
      return false;
    }
    if (this.#left > 0) return false;
    return this.#state === "chunk" ? this.#expectLines("chunk_end") : this.#done();
  }

  /** Doubles the room when there is too little: a list of pieces would cost a hundred times what one byte does. */
  #keep(taken: Buffer): void {
    const before = this.#bodyBytes;
    this.#bodyBytes += taken.length;
    if (before === 0) {
      this.#body = taken;
      return;
    }
    if (this.#bodyBytes > this.#body.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.#bodyBytes, 2 * this.#body.length));
      this.#body.copy(grown, 0, 0, before);
      this.#body = grown;
    }
    taken.copy(this.#body, before);
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
    const bytes = Math.min(this.#bodyBytes, this.#bodyBytesMax);
    this.#read = { ok: true, body: this.#body.subarray(0, bytes), how };
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

/** True for the beginning of a status line, or of the blank line that may stand before it. */
function beginsAsHttp(text: string): boolean {
  return protocol.startsWith(text.slice(0, protocol.length)) || "\r\n".startsWith(text);
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t";
}

/** Without blanks around it. An expression that looks for those at the end costs the square of those in the middle. */
function trimBlanks(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(text[from])) from += 1;
  while (to > from && isBlank(text[to - 1])) to -= 1;
  return text.slice(from, to);
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
