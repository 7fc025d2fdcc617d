import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { type Deadline, startDeadline } from "./deadline.ts";
import { exchange, type Sent } from "./exchange.ts";

const deadlines: Deadline[] = [];
afterEach(() => {
  for (const deadline of deadlines.splice(0)) deadline.stop();
});

/** A connection that keeps what is written to it, and says what `more` gives whenever it is read. */
function connection(more: () => Buffer | null) {
  const written: string[] = [];
  const socket = new Duplex({
    read() {
      setImmediate(() => this.push(more()));
    },
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString("latin1"));
      done();
    },
  });
  return { socket: socket as Socket, written };
}

function send(socket: Socket, sent: Partial<Sent> = {}) {
  const deadline = startDeadline(20_000, undefined);
  deadlines.push(deadline);
  return exchange(
    socket,
    { method: "GET", path: "/", headers: {}, body: null, bodyBytesMax: 65_536, ...sent },
    deadline,
  );
}

const once = (text: string) => {
  const said: (Buffer | null)[] = [Buffer.from(text)];
  return () => said.shift() ?? null;
};

describe("exchange", () => {
  it.each<{ name: string; sent: Partial<Sent>; expected: string }>([
    {
      name: "a question without a body",
      sent: { path: "/a?b=c", headers: { Host: "a.test", "X-A": "\u00c3\u00bc" } },
      expected: "GET /a?b=c HTTP/1.1\r\nHost: a.test\r\nX-A: \u00c3\u00bc\r\n\r\n",
    },
    {
      name: "a body of two bytes",
      sent: { method: "POST", headers: { "Content-Length": 2 }, body: Buffer.from("\u00fc", "utf8") },
      expected: "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n\u00c3\u00bc",
    },
    {
      name: "that there is no body",
      sent: { method: "POST" },
      expected: "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
    },
  ])("writes $name in one piece", async ({ sent, expected }) => {
    const { socket, written } = connection(once("HTTP/1.1 204 No Content\r\n\r\n"));
    expect(await send(socket, sent)).toMatchObject({ ok: true });
    expect(written).toEqual([expected]);
  });

  it.each<{ name: string; sent: Partial<Sent> }>([
    { name: "a path with a line end", sent: { path: "/ HTTP/1.1\r\nX-A: b\r\n\r\n" } },
    { name: "a path with a blank", sent: { path: "/a b" } },
    { name: "no path", sent: { path: "" } },
    { name: "a method that is none", sent: { method: "GET /\r\n" as "GET" } },
    { name: "a header's name with a line end", sent: { headers: { "X-A\r\nX-B": "c" } } },
    { name: "a header's value with a line end", sent: { headers: { "X-A": "b\r\nX-B: c" } } },
    { name: "a header's value with a NUL", sent: { headers: { "X-A": "b\0" } } },
  ])("writes nothing for $name", async ({ sent }) => {
    const { socket, written } = connection(() => null);
    expect(await send(socket, sent)).toMatchObject({
      ok: false,
      outcome: { kind: "blocked_target", why: "header" },
    });
    expect(written).toEqual([]);
    expect(socket.destroyed).toBe(true);
  });

  it("takes no more of an endless answer than its cap and what was on its way", async () => {
    const bytes = { said: 0 };
    const { socket } = connection(() => {
      const chunk = Buffer.from(bytes.said === 0 ? "HTTP/1.1 200 OK\r\n\r\n" : "x".repeat(65_536));
      bytes.said += chunk.length;
      return chunk;
    });
    const result = await send(socket);
    expect(result).toMatchObject({ ok: true, value: { outcome: { body: "too_large" } } });
    expect(socket.destroyed).toBe(true);
    expect(bytes.said).toBeLessThan(5 * 65_536);
  });

  it.each([
    { name: "an answer", text: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", isAnswered: true },
    { name: "a refusal", text: "SSH-2.0-OpenSSH_9.9\r\n", isAnswered: false },
  ])("after $name nothing the connection says can end the process", async ({ text, isAnswered }) => {
    const { socket } = connection(once(text));
    expect(await send(socket)).toMatchObject({ ok: isAnswered });
    expect(() => socket.emit("error", new Error("late"))).not.toThrow();
    expect(() => socket.emit("data", Buffer.from(text))).not.toThrow();
  });
});
