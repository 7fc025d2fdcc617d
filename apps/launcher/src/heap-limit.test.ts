import { expect, it } from "vitest";
import { heapLimit } from "./heap-limit.ts";

it.each([
  {
    name: "is bounded on a large machine",
    options: undefined,
    machine: 4_144,
    expected: ["--max-old-space-size=1200"],
  },
  {
    name: "is the machine's own on a small one",
    options: "",
    machine: 500,
    expected: ["--max-old-space-size=500"],
  },
  {
    name: "is left to whoever sets it",
    options: "--import x --max-old-space-size=3000",
    machine: 4_144,
    expected: [],
  },
])("a program's heap $name", ({ options, machine, expected }) => {
  expect(heapLimit(options, machine)).toEqual(expected);
});
