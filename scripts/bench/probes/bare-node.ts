import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import type { SecureContext } from "node:tls";

/** When the phases of a request ended, by `performance.now()`. */
type Phases = { began: number; connected: number; secured: number; answered: number; ended: number };

/**
 * The floor for programs on Node: its own client on a fresh connection, with the time of every phase, and the version read
 * from the answer. Nothing is checked, kept or told to anybody.
 */
export function bareGet(url: string, secureContext: SecureContext): Promise<Phases> {
  return new Promise((resolve, reject) => {
    const phases: Phases = { began: performance.now(), connected: 0, secured: 0, answered: 0, ended: 0 };
    const options = { agent: false, timeout: 10_000, secureContext } as const;
    const request = url.startsWith("https:") ? https.get(url, options) : http.get(url, options);
    request.on("socket", (socket: Socket) => {
      socket.once("connect", () => {
        phases.connected = performance.now();
      });
      socket.once("secureConnect", () => {
        phases.secured = performance.now();
      });
    });
    request.on("response", (answer) => {
      phases.answered = performance.now();
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        phases.ended = performance.now();
        const { version } = JSON.parse(Buffer.concat(chunks).toString()) as { version: string };
        if (version === "1.42.0") resolve(phases);
        else reject(new Error("the answer has no version"));
      });
    });
    request.on("error", reject);
  });
}
