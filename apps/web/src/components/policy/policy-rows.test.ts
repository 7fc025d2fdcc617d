import { choosePolicy } from "@rollcall/domain/policy";
import { expect, test } from "vitest";
import { policyRows } from "./policy-rows.ts";

const lines = (...chosen: Parameters<typeof choosePolicy>) =>
  policyRows(choosePolicy(...chosen)).map(({ name, text, from }) =>
    `${name}: ${text} (${from})`.replaceAll("\u00a0", " "),
  );

test("every setting is told with who chose it", () => {
  expect(lines({ risk: 0.001, holdSeconds: 0 }, { tolerance: 0.025, probesPerSecondMax: 2 })).toEqual([
    "Live when: less than 2.5 % old, 99.9 % sure (deploy)",
    "Stuck after: 10 min without progress (default)",
    "Held before live: not at all (deploy)",
    "Compared after live: for 15 min (default)",
    "Probes at most: 2 a second (service)",
  ]);
});

test("what nobody chose is said as it is", () => {
  expect(lines({}, { soakSeconds: 0 })).toEqual([
    "Live when: less than 10 % old, 99 % sure (default)",
    "Stuck after: 10 min without progress (default)",
    "Held before live: not at all; a minute behind a CDN (default)",
    "Compared after live: not at all (service)",
  ]);
});
