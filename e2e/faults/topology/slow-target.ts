import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A target that answers well after a moment, and knows from which region it was asked. */
export type SlowTarget = {
  url: string;
  /** How often it was asked from there. */
  asked(region: string): number;
  close(): void;
};

/** Long enough for a test to cut a region off between question and answer. */
const answerMs = 2_000;

export async function openSlowTarget(): Promise<SlowTarget> {
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    // rollcall/0.1.0 (+https://rollcall.example.com; eu-west)
    const region = /; ([a-z-]+)\)$/.exec(request.headers["user-agent"] ?? "")?.[1] ?? "";
    asked.set(region, (asked.get(region) ?? 0) + 1);
    setTimeout(() => response.end("well"), answerMs);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: (region) => asked.get(region) ?? 0,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
