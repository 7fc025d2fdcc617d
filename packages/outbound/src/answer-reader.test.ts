import http from "node:http";
import { Duplex } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AnswerReader } from "./answer-reader.ts";

type Read = { status: number; headers: string[]; body: string } | "refused";

function readByUs(pieces: Buffer[], method: "GET" | "HEAD" = "GET"): Read {
  const reader = new AnswerReader(method, 65_536);
  let read = null;
  for (const piece of pieces) read ??= reader.push(piece);
  read ??= reader.end();
  if (!read.ok) return "refused";
  return {
    status: reader.status,
    headers: reader.headers.flat(),
    body: read.body?.toString("latin1") ?? "",
  };
}

/** Node's own client on a connection that says these bytes. */
function readByNode(pieces: Buffer[], method: "GET" | "HEAD"): Promise<Read> {
  return new Promise((resolve) => {
    const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
    const request = http.request({ createConnection: () => socket, method, maxHeaderSize: 16_384 });
    const refuse = () => resolve("refused");
    request.on("error", refuse).on("upgrade", refuse);
    request.on("response", (response) => {
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

describe("AnswerReader", () => {
  it("reads what Node's client reads, however the bytes are cut", async () => {
    const status = fc.constantFrom(
      "HTTP/1.1 200 OK",
      "HTTP/1.0 503 Busy",
      "HTTP/1.1 404",
      "\r\nHTTP/1.1 200 \u00e9",
    );
    const interim = fc.constantFrom(
      "",
      head("HTTP/1.1 100 Continue"),
      head("HTTP/1.1 103 Hints", "Link: </a>"),
    );
    const header = fc.constantFrom(
      "X-A: b",
      "X-B:",
      "X-C:  a\tb \t",
      "Set-Cookie: a; b",
      "X-D: \u00fc",
      "Bad : x",
      "X-E: \u0001",
    );
    const framed = fc.constantFrom(
      ["Content-Length: 5", "hello"],
      ["Content-Length: 0", ""],
      ["Content-Length: 9", "hello"],
      ["Content-Length: 5, 5", "hello"],
      ["Transfer-Encoding: chunked", "2\r\nhe\r\n3;a=b\r\nllo\r\n0\r\nX-T: 1\r\n\r\n"],
      ["Transfer-Encoding: gzip, Chunked", "A\r\n0123456789\r\n000\r\n\r\n"],
      ["Transfer-Encoding: chunked", "5\r\nhello\r\n"],
      ["Transfer-Encoding: chunked", "-5\r\nhello\r\n0\r\n\r\n"],
      ["Transfer-Encoding: chunked\r\nContent-Length: 5", "5\r\nhello\r\n0\r\n\r\n"],
      ["X-Until: closed", "hello"],
    );
    const method = fc.constantFrom("GET" as const, "HEAD" as const);
    const cuts = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        status,
        interim,
        fc.array(header, { maxLength: 3 }),
        framed,
        method,
        cuts,
        async (line, before, headers, [framing = "", body = ""], asked, lengths) => {
          // Rubbish behind an answer is left unread here; Node's client trips over it.
          const sent = asked === "HEAD" ? "" : body;
          const pieces = cut(before + head(line, ...headers, framing) + sent, lengths);
          expect(readByUs(pieces, asked)).toEqual(await readByNode(pieces, asked));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("joins a folded header line", () => {
    const read = readByUs([Buffer.from(head("HTTP/1.1 200 OK", "X-A: a", "\t b ", "Content-Length: 0"))]);
    expect(read).toMatchObject({ headers: ["X-A", "a b", "Content-Length", "0"] });
  });

  it.each([
    { name: "a bare line feed", text: "HTTP/1.1 200 OK\nX-A: b\r\n\r\n" },
    { name: "a status of two digits", text: head("HTTP/1.1 20 OK") },
    { name: "a length in hexadecimal", text: head("HTTP/1.1 200 OK", "Content-Length: 0x5") },
    {
      name: "a chunk without its end",
      text: `${head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")}2\r\nhello\r\n`,
    },
    { name: "a head that begins with a folded line", text: head("HTTP/1.1 200 OK", " X-A: b") },
    { name: "a head that never ends", text: "HTTP/1.1 200 OK\r\nX-A: b\r\n" },
  ])("refuses $name", ({ text }) => {
    expect(readByUs([Buffer.from(text)])).toBe("refused");
  });
});
