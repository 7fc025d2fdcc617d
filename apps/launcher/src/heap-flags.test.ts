import { expect, it } from "vitest";
import { heapFlags } from "./heap-flags.ts";

it.each([
  {
    name: "is bounded on a large machine",
    options: undefined,
    machine: 4_144,
    expected: ["--max-old-space-size=1200", "--max-semi-space-size=32"],
  },
  {
    name: "is the machine's own on a small one",
    options: "",
    machine: 400,
    expected: ["--max-old-space-size=400", "--max-semi-space-size=25"],
  },
  {
    name: "is left to whoever sets it",
    options: "--import x --max-old-space-size=3000 --max_semi_space_size=64",
    machine: 4_144,
    expected: [],
  },
])("a program's heap $name", ({ options, machine, expected }) => {
  expect(heapFlags(options, 32, machine)).toEqual(expected);
});
