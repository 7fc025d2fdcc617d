import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isAppError, parseInput } from "./problem.ts";

const hook = z.strictObject({ url: z.url() });
const app = z.strictObject({ token: z.string().min(5), room: z.string().min(1) });
const schema = z.strictObject({ config: z.union([hook, app]) });

const pointersOf = (input: unknown): string[] => {
  try {
    parseInput(schema, input);
    return [];
  } catch (error) {
    return isAppError(error) ? error.errors.map(({ pointer }) => pointer) : ["thrown"];
  }
};

describe("parseInput, of what may be one of several things", () => {
  it.each([
    { name: "one of them", input: { config: { url: "https://x.io" } }, expected: [] },
    { name: "the other", input: { config: { token: "12345", room: "a" } }, expected: [] },
    { name: "nothing", input: { config: {} }, expected: ["#/config/url"] },
    { name: "a bad one", input: { config: { url: "x" } }, expected: ["#/config/url"] },
    { name: "half of one", input: { config: { token: "12345" } }, expected: ["#/config/room"] },
    {
      name: "a bad other",
      input: { config: { token: "1", room: "" } },
      expected: ["#/config/token", "#/config/room"],
    },
    { name: "a field too many", input: { config: { url: "https://x.io", a: 1 } }, expected: ["#/config/a"] },
  ])("points at what is wrong with the one it comes closest to: $name", ({ input, expected }) => {
    expect(pointersOf(input)).toEqual(expected);
  });
});
