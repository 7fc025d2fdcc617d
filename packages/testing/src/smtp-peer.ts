/** A real SMTP server on loopback that keeps what it is sent, and can refuse, drop or hang on command. */
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { type Mail, readMail } from "./read-mail.ts";
import { waitUntil } from "./wait-until.ts";

/** A kept message with its envelope and the raw text it was read from. */
export type ReceivedMail = Mail & { at: number; from: string; to: string[]; raw: string };

/**
 * What to do instead of accepting, and at which command. A reply code from 400 is temporary, from 500 final.
 * `drop` cuts the connection; at `data` the message has been kept by then, as by a server that dies after accepting.
 */
export type SmtpFault = {
  at: "connect" | "mail" | "rcpt" | "data";
  reply: { code: number; text: string } | "hang" | "drop";
};

export type SmtpPeer = {
  /** For `SMTP_URL`. */
  url: string;
  /** Everything accepted so far, oldest first. */
  mails: ReceivedMail[];
  /** Faults from now on; `null` ends them. */
  failWith(fault: SmtpFault | null): void;
  /** Connections seen, refused ones included. */
  connectionCount(): number;
  /** The first message, from the oldest on, that fits. */
  waitForMail(what: string, fits: (mail: ReceivedMail) => boolean, timeoutMs?: number): Promise<ReceivedMail>;
  close(): Promise<void>;
};

/** Opens the server without TLS or authentication; `port` 0 takes a free one. */
export async function startSmtpPeer(options: { port?: number } = {}): Promise<SmtpPeer> {
  const mails: ReceivedMail[] = [];
  const sockets = new Map<number, Socket>();
  let fault: SmtpFault | null = null;
  let connections = 0;

  const answer = (at: SmtpFault["at"], session: SMTPServerSession, done: (error?: Error | null) => void) => {
    if (fault?.at !== at) return done();
    if (fault.reply === "hang") return;
    if (fault.reply === "drop") return sockets.get(session.remotePort)?.destroy();
    done(Object.assign(new Error(fault.reply.text), { responseCode: fault.reply.code }));
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    closeTimeout: 1,
    onConnect: (session, done) => {
      connections += 1;
      answer("connect", session, done);
    },
    onMailFrom: (_, session, done) => answer("mail", session, done),
    onRcptTo: (_, session, done) => answer("rcpt", session, done),
    onData: async (stream, session, done) => {
      const raw = await readWhole(stream);
      // Nobody has taken what was cut off.
      if (raw === null) return;
      if (fault?.at !== "data" || fault.reply === "drop") mails.push(received(raw, session));
      answer("data", session, done);
    },
  });
  // A client that hangs up in mid-conversation is what some tests are about.
  server.on("error", () => {});
  server.server.on("connection", (socket: Socket) => {
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.on("close", () => sockets.delete(port));
  });
  const listening = server.listen(options.port ?? 0, "127.0.0.1");
  await once(listening, "listening");

  return {
    url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    mails,
    failWith: (next) => {
      fault = next;
    },
    connectionCount: () => connections,
    waitForMail: (what, fits, timeoutMs) => waitUntil(what, () => mails.find(fits), { timeoutMs }),
    close: async () => {
      const closed = once(listening, "close");
      server.close();
      for (const socket of sockets.values()) socket.destroy();
      await closed;
    },
  };
}

/** `null` when the client hangs up before the end. */
async function readWhole(stream: AsyncIterable<Buffer>): Promise<string | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk);
  } catch {
    return null;
  }
  return Buffer.concat(chunks).toString();
}

function received(raw: string, session: SMTPServerSession): ReceivedMail {
  const { mailFrom, rcptTo } = session.envelope;
  return {
    ...readMail(raw),
    at: Date.now(),
    from: mailFrom === false ? "" : mailFrom.address,
    to: rcptTo.map((recipient) => recipient.address),
    raw,
  };
}
