import http from "node:http";
import { Duplex } from "node:stream";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { AnswerReader } from "./answer-reader.ts";

type Method = "GET" | "HEAD";
type Read = { status: number; headers: string[]; body: string } | "refused";

function readByUs(pieces: Buffer[], method: Method = "GET"): { read: Read; code: string | null } {
  const reader = new AnswerReader(method, 65_536);
  let read = null;
  for (const piece of pieces) read ??= reader.push(piece);
  read ??= reader.end();
  if (!read.ok) return { read: "refused", code: read.code };
  const { status, headers } = reader;
  return { read: { status, headers: headers.flat(), body: read.body?.toString("latin1") ?? "" }, code: null };
}

/** Node's own client on a connection that says these bytes. */
function readByNode(pieces: Buffer[], method: Method): Promise<Read> {
  return new Promise((resolve) => {
    const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
    const request = http.request({
      createConnection: () => socket,
      method,
      maxHeaderSize: 16_384,
      insecureHTTPParser: false,
    });
    const refuse = () => resolve("refused");
    // What comes behind a whole answer is not part of it.
    let isWhole = () => false;
    request.on("upgrade", refuse).on("error", () => isWhole() || refuse());
    request.on("response", (response) => {
      isWhole = () => response.complete;
      const chunks: Buffer[] = [];
      response.on("error", refuse).on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.rawHeaders,
          body: Buffer.concat(chunks).toString("latin1"),
        }),
      );
    });
    request.end();
    setImmediate(() => {
      for (const piece of pieces) socket.push(piece);
      socket.push(null);
    });
  });
}

/** The text in pieces, as a network may deliver it; `cuts` are their lengths. */
function cut(text: string, cuts: number[]): Buffer[] {
  const bytes = Buffer.from(text, "latin1");
  const pieces: Buffer[] = [];
  let at = 0;
  for (const length of [...cuts, bytes.length]) {
    if (at < bytes.length) pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

const head = (...lines: string[]) => `${lines.join("\r\n")}\r\n\r\n`;

const statuses = [
  "HTTP/1.1 200 OK",
  "HTTP/1.0 503 Busy",
  "HTTP/1.1 404",
  "\r\nHTTP/1.1 200 \u00e9",
  "HTTP/1.1 304 ",
];
const interims = [
  "",
  head("HTTP/1.1 100 Continue"),
  head("HTTP/1.1 103 Hints", "Link: </a>", "Content-Length: 3"),
];
const fields = [
  "X-A: b",
  "X-B:",
  "X-C:  a\tb \t",
  "Set-Cookie: a; b",
  "X-D: \u00a0\u00fc",
  "Bad : x",
  "X-E: \u0001",
];
const framings: [field: string, body: string][] = [
  ["Content-Length: 5", "hello"],
  ["Content-Length: 0", ""],
  ["Content-Length: 9", "hello"],
  ["Content-Length: 5, 5", "hello"],
  ["Content-Length: 00000000000000000005", "hello"],
  ["Content-Length: 5\r\nContent-Length: 5", "hello"],
  ["Transfer-Encoding: chunked", "2\r\nhe\r\n3;a=b\r\nllo\r\n0\r\nX-T: 1\r\n\r\n"],
  ["Transfer-Encoding: gzip, Chunked", "A\r\n0123456789\r\n000\r\n\r\n"],
  ["Transfer-Encoding: chunked, gzip", "2\r\nhe\r\n0\r\n\r\n"],
  ["Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", "2\r\nhe\r\n0\r\n\r\n"],
  ["Transfer-Encoding: chunked", "5\r\nhello\r\n"],
  ["Transfer-Encoding: chunked", "-5\r\nhello\r\n0\r\n\r\n"],
  ["Transfer-Encoding: chunked\r\nContent-Length: 5", "5\r\nhello\r\n0\r\n\r\n"],
  ["X-Until: closed", "hello"],
];

/** An answer that is right, or nearly. */
const answers = fc
  .record({
    interim: fc.constantFrom(...interims),
    status: fc.constantFrom(...statuses),
    fields: fc.array(fc.constantFrom(...fields), { maxLength: 3 }),
    framing: fc.constantFrom(...framings),
  })
  .map(
    ({ interim, status, fields, framing: [field, body] }) => interim + head(status, ...fields, field) + body,
  );

/** What befalls an answer: at a place, so many bytes of it are gone and others stand there, which may be the same ones. */
const damages = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    gone: fc.integer({ min: 0, max: 2 }),
    put: fc.oneof(
      fc.constant(null),
      fc.constantFrom("", "\r", "\n", "\r\n", "\0", " ", "\t", ":", ";", ",", "0", "7", "f", "\u0080", "H"),
    ),
  }),
  { maxLength: 3 },
);
type Damage = { at: number; gone: number; put: string | null };

function damage(text: string, damages: Damage[]): string {
  return damages.reduce((whole, { at, gone, put }) => {
    const from = Math.floor(at * whole.length);
    const there = whole.slice(from, from + 1 + gone);
    return whole.slice(0, from) + (put ?? there + there) + whole.slice(from + gone);
  }, text);
}

const cuts = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 12 });

/** Where we differ from Node's parser, and mean to. */
const differences: { why: string; isMeant: (text: string, ours: Read, nodes: Read) => boolean }[] = [
  {
    why: "a folded line is read: whoever reads for a person must (RFC 9112, 5.2)",
    isMeant: (text, ours, nodes) => ours !== "refused" && nodes === "refused" && /\r\n[\t ]/.test(text),
  },
  {
    why: "what the extension of a chunk says is not looked at (RFC 9112, 7.1.1)",
    isMeant: (text, ours, nodes) => ours !== "refused" && nodes === "refused" && /\n[0-9A-Fa-f]+;/.test(text),
  },
  {
    why: "before a status line stand whole blank lines or none",
    isMeant: (text, ours, nodes) =>
      ours === "refused" && nodes !== "refused" && /(?:(?:^|[^\r])\n|\r(?!\n))[\r\n]*HTTP\//.test(text),
  },
  {
    why: "101 is no answer to who has not asked for it, and there is no status below 100",
    isMeant: (text, ours) => ours === "refused" && /HTTP\/\d\.\d (?:101|0\d\d)/.test(text),
  },
];

describe("AnswerReader", () => {
  it("reads what Node's client reads and refuses what it refuses, but for the differences we mean", async () => {
    await fc.assert(
      fc.asyncProperty(
        answers,
        damages,
        fc.constantFrom<Method>("GET", "HEAD"),
        cuts,
        async (answer, befalling, method, lengths) => {
          const text = damage(answer, befalling);
          const pieces = cut(text, lengths);
          const ours = readByUs(pieces, method).read;
          const nodes = await readByNode(pieces, method);
          if (differences.some(({ isMeant }) => isMeant(text, ours, nodes))) return;
          expect(ours, JSON.stringify(text)).toEqual(nodes);
        },
      ),
      { seed: 18, numRuns: 300 },
    );
  });

  it("reads the same however the bytes are cut, and never throws", () => {
    const texts = fc.oneof(
      fc.tuple(answers, damages).map(([answer, befalling]) => damage(answer, befalling)),
      fc.string({ unit: "binary-ascii", maxLength: 60 }),
      fc.nat(3).map((more) => `HTTP/1.1 200 OK\r\nX: ${"a".repeat(16 * 1024 - 25 + more)}\r\n\r\n`),
    );
    fc.assert(
      fc.property(texts, cuts, (text, lengths) => {
        const whole = readByUs([Buffer.from(text, "latin1")]);
        expect(readByUs(cut(text, lengths))).toEqual(whole);
        expect(readByUs([...text].map((character) => Buffer.from(character, "latin1")))).toEqual(whole);
      }),
      { seed: 18, numRuns: 100 },
    );
  });

  it.each([
    { name: "a folded line", lines: ["X-A: a", "\t b ", "Content-Length: 0"], headers: ["X-A", "a b"] },
    {
      name: "a folded line under an empty one",
      lines: ["X-A:", " b", "Content-Length: 0"],
      headers: ["X-A", "b"],
    },
    { name: "a folded line of nothing", lines: ["X-A: a", " ", "Content-Length: 0"], headers: ["X-A", "a"] },
  ])("joins $name", ({ lines, headers }) => {
    const { read } = readByUs([Buffer.from(head("HTTP/1.1 200 OK", ...lines))]);
    expect(read).toMatchObject({ headers: [...headers, "Content-Length", "0"] });
  });

  it("reads a body of as many bytes as it may, in chunks of one, and cuts one more", () => {
    const chunked = (bytes: number) =>
      `${head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")}${"1\r\nx\r\n".repeat(bytes)}0\r\n\r\n`;
    const read = (bytes: number) => new AnswerReader("GET", 1000).push(Buffer.from(chunked(bytes)));
    expect(read(1000)).toEqual({ ok: true, how: "read", body: Buffer.alloc(1000, "x") });
    expect(read(1001)).toEqual({ ok: true, how: "too_large", body: Buffer.alloc(1000, "x") });
  });

  it.each([
    { name: "a bare line feed", text: "HTTP/1.1 200 OK\nX-A: b\r\n\r\n" },
    { name: "a bare carriage return in the reason", text: head("HTTP/1.1 200 O\rK", "Content-Length: 0") },
    { name: "a version there is not", text: head("HTTP/1.2 200 OK", "Content-Length: 0") },
    { name: "a status of two digits", text: head("HTTP/1.1 20 OK") },
    { name: "a length in hexadecimal", text: head("HTTP/1.1 200 OK", "Content-Length: 0x5") },
    {
      name: "an interim answer whose length is told in two ways",
      text: `${head("HTTP/1.1 103 Hints", "Content-Length: 5", "Transfer-Encoding: chunked")}${head("HTTP/1.1 204 Gone")}`,
    },
    {
      name: "a chunk without its end",
      text: `${head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")}2\r\nhello\r\n`,
    },
    {
      name: "extensions that are more than the chunks",
      text: `${head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")}${`1;${"a".repeat(200)}\r\nx\r\n`.repeat(100)}0\r\n\r\n`,
    },
    { name: "a head that begins with a folded line", text: head("HTTP/1.1 200 OK", " X-A: b") },
    { name: "a head that never ends", text: "HTTP/1.1 200 OK\r\nX-A: b\r\n" },
  ])("refuses $name", ({ text }) => {
    expect(readByUs([Buffer.from(text)]).read).toBe("refused");
  });
});

describe("what a hostile answer costs", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const interim = (...lines: string[]) => head("HTTP/1.1 103 Hints", ...lines).repeat(20);
  const costly = [
    { name: "blanks within a header", text: interim(`X-A: a${" ".repeat(16_000)}b`) },
    { name: "blanks within a transfer coding", text: interim(`Transfer-Encoding: ,${" ,\t".repeat(5000)}b`) },
    { name: "a folded header", text: interim("X-A: a", ...Array.from({ length: 4000 }, () => " b")) },
    { name: "zeros before a length", text: interim(`Content-Length: ${"0".repeat(16_000)}1`) },
  ];

  it.each(costly)("$name: no more than a moment of CPU", ({ text }) => {
    const bytes = Buffer.from(text);
    const before = process.cpuUsage();
    new AnswerReader("GET", 65_536).push(bytes);
    const { user, system } = process.cpuUsage(before);
    // Less than 40 ms; an expression that tries every blank as the last one takes 4 seconds.
    expect((user + system) / 1000).toBeLessThan(1500);
  });

  it("no byte is copied again and again, however small the pieces", () => {
    let copied = 0;
    const { concat, allocUnsafe } = Buffer;
    vi.spyOn(Buffer, "concat").mockImplementation((list, length) => {
      const joined = concat(list, length);
      copied += joined.length;
      return joined;
    });
    vi.spyOn(Buffer, "allocUnsafe").mockImplementation((size) => {
      copied += size;
      return allocUnsafe(size);
    });
    const text = `${head("HTTP/1.1 200 OK", `X-A: ${"a".repeat(8000)}`, "Transfer-Encoding: chunked")}${"1\r\nx\r\n".repeat(2000)}`;
    const reader = new AnswerReader("GET", 65_536);
    for (const byte of Buffer.from(text)) reader.push(Buffer.from([byte]));
    expect(reader.end()).toEqual({ ok: false, code: null });
    expect(copied).toBeLessThan(3 * text.length);
  });
});
