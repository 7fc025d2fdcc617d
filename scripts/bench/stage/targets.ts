import { resolve } from "node:path";
import { endChild } from "@rollcall/testing/end-child";
import { hear, startProgram } from "./programs.ts";

/** Who asked when: the numbers in the paths and epoch milliseconds, in the order of their coming. */
export type Arrivals = { numbers: number[]; times: number[] };

/** What the program of the targets is told. */
export type TargetRequest = { listen: number } | { take: true };

export type Targets = {
  /** Where the monitor with this number asks: every number has one of the hosts, the same every time. */
  urlOf(number: number, isHanging?: boolean): string;
  /** Every request since the last call. */
  takeArrivals(): Promise<Arrivals>;
  close(): Promise<void>;
};

/** Starts targets on `hosts` addresses of loopback; what they cost is not the product's. */
export async function startTargets(hosts = 100): Promise<Targets> {
  const child = startProgram(resolve(import.meta.dirname, "target-program.ts"));
  const ask = <T>(request: TargetRequest) => {
    const answer = hear<T>(child);
    child.send(request);
    return answer;
  };
  const roots = await ask<string[]>({ listen: hosts });
  return {
    urlOf: (number, isHanging = false) =>
      `${roots[number % roots.length]}/${isHanging ? "h" : "m"}/${number}`,
    takeArrivals: () => ask<Arrivals>({ take: true }),
    close: () => endChild(child),
  };
}
