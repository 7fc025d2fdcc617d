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

describe("parseInput, of what is wrong all over", () => {
  const wide = z.strictObject({ names: z.array(z.string()).optional(), url: z.url().optional() });
  const errorsOf = (input: unknown) => {
    try {
      parseInput(wide, input);
    } catch (error) {
      if (isAppError(error)) return error.errors;
    }
    throw new Error("It was taken.");
  };
  it.each([
    { name: "many values", input: { names: Array.from({ length: 10_000 }, () => 1) } },
    {
      name: "many unknown fields",
      input: Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`x${index}`, 1])),
    },
  ])("names fifty problems and says that there are more: $name", ({ input }) => {
    const errors = errorsOf(input);
    expect(errors).toHaveLength(51);
    expect(errors.at(-1)).toEqual({ detail: "and more", pointer: "#" });
  });

  it("cuts what is long, whatever a field is called", () => {
    const [error] = errorsOf({ ["k".repeat(100_000)]: 1 });
    expect(error).toEqual({ detail: "unknown field", pointer: `#/${"k".repeat(256)}` });
  });
});
