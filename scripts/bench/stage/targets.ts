import { resolve } from "node:path";
import { endChild } from "@rollcall/testing/end-child";
import { hear, startProgram } from "./programs.ts";

/** Who asked when: the numbers in the paths and epoch milliseconds, in the order of their coming. */
export type Arrivals = { numbers: number[]; times: number[] };

/** Addresses of loopback, each with a port of its own; over TLS where there are files for it. */
export type Listening = { addresses: string[]; tls?: { keyFile: string; certificateFile: string } };

/** What the program of the targets is told. */
export type TargetRequest = { listen: Listening } | { take: true };

export type TargetProgram = {
  pid: number;
  /** Resolves to the root of each address. */
  listen(where: Listening): Promise<string[]>;
  /** Every request by number since the last call. */
  takeArrivals(): Promise<Arrivals>;
  close(): Promise<void>;
};

export type Targets = {
  /** Where the monitor with this number asks: every number has one of the hosts, the same every time. */
  urlOf(number: number, isHanging?: boolean): string;
  /** Every request since the last call. */
  takeArrivals(): Promise<Arrivals>;
  close(): Promise<void>;
};

/** Starts the program of targets; what it costs is not the product's. */
export function startTargetProgram(): TargetProgram {
  const child = startProgram(resolve(import.meta.dirname, "target-program.ts"));
  const ask = <T>(request: TargetRequest) => {
    const answer = hear<T>(child);
    child.send(request);
    return answer;
  };
  return {
    pid: child.pid ?? 0,
    listen: (where) => ask<string[]>({ listen: where }),
    takeArrivals: () => ask<Arrivals>({ take: true }),
    close: () => endChild(child),
  };
}

/** Starts targets on `hosts` addresses of loopback. */
export async function startTargets(hosts = 100): Promise<Targets> {
  const { listen, takeArrivals, close } = startTargetProgram();
  const addresses = Array.from(
    { length: hosts },
    (_, i) => `127.0.${1 + Math.floor(i / 250)}.${1 + (i % 250)}`,
  );
  const roots = await listen({ addresses });
  return {
    urlOf: (number, isHanging = false) =>
      `${roots[number % roots.length]}/${isHanging ? "h" : "m"}/${number}`,
    takeArrivals,
    close,
  };
}
